import type BetterSqlite3 from 'better-sqlite3';
import { DataSource } from 'typeorm';
import { entities } from './entities.ts';
import { migrations } from './migrations/index.ts';

/** Pragmas that durability rests on, with what each must read back. `synchronous` 2 is FULL (the driver's default is 1). */
const REQUIRED = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1 } as const;

/** The data source that migrates and whose handle is the one writer. */
export function writerSource(databasePath: string): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    database: databasePath,
    enableWAL: true,
    entities,
    migrations,
    migrationsTableName: 'migrations',
    prepareDatabase: prepare,
  });
}

/** The data source of all reads outside a transaction; the file must exist. */
export function readerSource(databasePath: string): DataSource {
  return new DataSource({
    type: 'better-sqlite3',
    database: databasePath,
    readonly: true,
    fileMustExist: true,
    entities,
    prepareDatabase: prepare,
  });
}

function prepare(database: BetterSqlite3.Database): void {
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  // What was erased (a code that was mailed, a reply that was sealed) must not stay readable in free pages.
  database.pragma('secure_delete = ON');
}

/** The driver's own handle of an initialised data source. */
export function handleOf(source: DataSource): BetterSqlite3.Database {
  return (source.driver as unknown as { databaseConnection: BetterSqlite3.Database }).databaseConnection;
}

/** Reads the pragmas back: a driver or file system that quietly keeps another value must not be found by a power cut. */
export function assertPragmas(database: BetterSqlite3.Database): void {
  for (const [name, expected] of Object.entries(REQUIRED)) {
    const actual: unknown = database.pragma(name, { simple: true });
    if (actual !== expected) throw new Error(`SQLite reads ${name} = ${String(actual)}; ${expected} is required.`);
  }
}
