import { migrate, openDatabase } from '@dq0/node/sqlite';
import { migrations } from './migrations.ts';

/** Brings a file to this program's schema; a new file is made. Returns the names of the migrations applied. */
export function migrateDatabase(path: string): string[] {
  const database = openDatabase(path);
  try {
    return migrate(database, migrations);
  } finally {
    database.close();
  }
}
