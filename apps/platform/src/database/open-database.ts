import { existsSync } from 'node:fs';
import type { DataSource } from 'typeorm';
import { assertPragmas, handleOf, readerSource, writerSource } from './data-sources.ts';
import { assertSchema } from './drift.ts';
import { SchemaError } from './schema-error.ts';
import { UnitOfWork } from './unit-of-work.ts';

/** Both data sources of one file and the writer between them. */
export interface OpenDatabase {
  readonly unitOfWork: UnitOfWork;
  readonly writer: DataSource;
  readonly reader: DataSource;
  readonly close: () => Promise<void>;
}

/** Brings a file to the newest schema, making it where it is missing. @returns names of the migrations that ran */
export async function migrateDatabase(databasePath: string): Promise<string[]> {
  const source = await writerSource(databasePath).initialize();
  try {
    assertPragmas(handleOf(source));
    const ran = await source.runMigrations({ transaction: 'each' });
    assertSchema(source);
    return ran.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}

/**
 * Opens a migrated file for one writer and readers beside it.
 * @throws SchemaError when the file is missing, or its schema is not this program's
 */
export async function openDatabase(databasePath: string): Promise<OpenDatabase> {
  if (!existsSync(databasePath)) throw new SchemaError('SCHEMA_MISSING', 'There is no database yet.');
  const opened: DataSource[] = [];
  const close = async (): Promise<void> => {
    // The writer goes last: the last to leave folds the write-ahead log into the file.
    for (const source of opened.splice(0).reverse()) await source.destroy();
  };
  try {
    for (const source of [writerSource(databasePath), readerSource(databasePath)]) {
      opened.push(await source.initialize());
      assertPragmas(handleOf(source));
    }
    const [writer, reader] = opened as [DataSource, DataSource];
    assertSchema(writer);
    return { unitOfWork: new UnitOfWork(handleOf(writer), handleOf(reader)), writer, reader, close };
  } catch (error) {
    await close();
    throw error;
  }
}
