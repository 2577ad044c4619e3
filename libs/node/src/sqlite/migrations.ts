import type { SqliteDatabase } from './open-database.ts';

/** One step of a schema. Versions count from 1 without gaps; a step is never changed once released. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: (database: SqliteDatabase) => void;
}

/** The file's schema is not the one this program was written for; the text names the way out. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
  readonly code = 'SCHEMA_MISMATCH';
}

/** Number of the newest migration a file has seen; 0 for a new file. */
export function schemaVersion(database: SqliteDatabase): number {
  const known = database.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'`).get();
  if (known === undefined) return 0;
  const row = database
    .prepare<[], { version: number | null }>('SELECT max(version) AS version FROM schema_version')
    .get();
  return row?.version ?? 0;
}

/** Applies what is missing, each migration in a transaction of its own. Returns the names of those applied. */
export function migrate(database: SqliteDatabase, migrations: readonly Migration[], now: Date = new Date()): string[] {
  assertNumbered(migrations);
  refuseNewer(schemaVersion(database), migrations.length);
  const applied: string[] = [];
  database.exec(
    'CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT',
  );
  const note = database.prepare('INSERT INTO schema_version (version, name, applied_at) VALUES (?, ?, ?)');
  const step = database.transaction((migration: Migration) => {
    if (schemaVersion(database) >= migration.version) return;
    migration.up(database);
    note.run(migration.version, migration.name, now.toISOString());
    applied.push(migration.name);
  });
  for (const migration of migrations) step.immediate(migration);
  return applied;
}

/** @throws SchemaError when the file is older or newer than the program; `remedy` is the command that migrates. */
export function assertSchema(database: SqliteDatabase, migrations: readonly Migration[], remedy: string): void {
  const found = schemaVersion(database);
  refuseNewer(found, migrations.length);
  if (found < migrations.length) {
    throw new SchemaError(`The database has schema ${found}, this program needs ${migrations.length}. Run: ${remedy}`);
  }
}

function refuseNewer(found: number, known: number): void {
  if (found <= known) return;
  throw new SchemaError(
    `The database has schema ${found}, this program knows ${known}. Start the newer program that wrote it, or restore a backup.`,
  );
}

function assertNumbered(migrations: readonly Migration[]): void {
  migrations.forEach((migration, index) => {
    if (migration.version !== index + 1) throw new Error(`Migration ${migration.name} must have version ${index + 1}.`);
  });
}
