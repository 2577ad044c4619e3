import Database from 'better-sqlite3';

export type SqliteDatabase = Database.Database;

/** Pragmas that durability rests on, with the value each must read back. `synchronous` 2 is FULL. */
const REQUIRED = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1 } as const;

/**
 * Opens one SQLite file with WAL, `synchronous=FULL` and foreign keys, and reads each back: a driver or a file system
 * that quietly keeps another value (the driver's own default is NORMAL) must not be found out by a power cut.
 * A read-only handle sees the writer's commits; the file must exist and be in WAL mode.
 */
export function openDatabase(path: string, options: { readonly readonly?: boolean } = {}): SqliteDatabase {
  const readonly = options.readonly ?? false;
  const database = new Database(path, { readonly, fileMustExist: readonly, timeout: 5000 });
  try {
    if (!readonly) database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    database.pragma('foreign_keys = ON');
    for (const [name, expected] of Object.entries(REQUIRED)) {
      const actual: unknown = database.pragma(name, { simple: true });
      if (actual !== expected)
        throw new Error(`SQLite reads ${name} = ${String(actual)} where ${expected} is required.`);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
