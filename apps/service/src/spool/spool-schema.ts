import type { Migration, SqliteDatabase } from '@dq0/node/sqlite';

const spool = `
CREATE TABLE attempts (
  job TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  digest TEXT NOT NULL,
  body TEXT NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('ordered', 'picked', 'granted', 'running', 'finished', 'failed', 'superseded')),
  run_folder TEXT,
  run_offset INTEGER NOT NULL DEFAULT 0,
  changed_at TEXT NOT NULL,
  PRIMARY KEY (job, attempt)
) STRICT;
CREATE TABLE closed_attempts (
  job TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  closed_at TEXT NOT NULL,
  PRIMARY KEY (job, attempt)
) STRICT;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  job TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  time TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX events_by_attempt ON events (job, attempt);
CREATE TABLE outputs (
  job TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  path TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (job, attempt, path)
) STRICT;
CREATE INDEX outputs_by_digest ON outputs (sha256);
CREATE TABLE data_versions (
  dataset TEXT NOT NULL,
  version INTEGER NOT NULL,
  order_digest TEXT NOT NULL,
  access_digest TEXT NOT NULL,
  answer TEXT NOT NULL,
  read_at TEXT NOT NULL,
  PRIMARY KEY (dataset, version)
) STRICT;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
`;

/** Steps of the spool's schema; a released step is never changed. */
export const SPOOL_MIGRATIONS: readonly Migration[] = [
  { version: 1, name: 'spool', up: (database: SqliteDatabase) => void database.exec(spool) },
  {
    version: 2,
    name: 'databases',
    up: (database: SqliteDatabase) => {
      // Where a data version that is a database lies, as JSON; null for files.
      database.exec('ALTER TABLE data_versions ADD COLUMN source TEXT');
      // The sealed credential of a database, from the grant until the attempt has ended.
      database.exec('ALTER TABLE attempts ADD COLUMN credential TEXT');
    },
  },
];
