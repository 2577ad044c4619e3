import path from 'node:path';
import { migrateDatabase, openDatabase, type OpenDatabase } from '../src/database/open-database.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface TemporaryDatabase extends OpenDatabase {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** A migrated SQLite file of its own for one test. */
export async function temporaryDatabase(): Promise<TemporaryDatabase> {
  const folder = temporaryFolder();
  const file = path.join(folder.path, 'platform.sqlite');
  await migrateDatabase(file);
  const opened = await openDatabase(file);
  const remove = async (): Promise<void> => {
    await opened.close();
    folder.remove();
  };
  return { ...opened, path: file, remove };
}
