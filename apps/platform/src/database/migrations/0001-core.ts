import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * Times are milliseconds since 1970 (audit: ISO text, as it is exported). Digests and hashes are hexadecimal SHA-256.
 *
 * users               one row an address; `password` is an Argon2id string, null until the mailbox is proved
 * devices             public identity keys; without a user until a code was confirmed
 * confirmation_codes  a registration that waits for its code; it takes effect when the code comes back
 * sessions            tokens, hashed; one a device
 * platform_keys       what keys exist; the private parts are files
 * inbox, outbox       messages and their stored replies: (device, id) is processed once
 * audit               the hash chain
 */
const TABLES = [
  `CREATE TABLE users (
    id TEXT PRIMARY KEY NOT NULL,
    email TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('registered', 'waiting', 'approved', 'rejected', 'disabled')),
    roles TEXT NOT NULL CHECK (json_valid(roles)),
    password TEXT,
    device TEXT NOT NULL,
    since INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE devices (
    thumbprint TEXT PRIMARY KEY NOT NULL,
    user_id TEXT REFERENCES users (id),
    name TEXT NOT NULL,
    public_jwk TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX devices_of_user ON devices (user_id)`,
  `CREATE TABLE confirmation_codes (
    device TEXT PRIMARY KEY NOT NULL REFERENCES devices (thumbprint),
    user_id TEXT NOT NULL REFERENCES users (id),
    code_hash TEXT NOT NULL,
    password TEXT NOT NULL,
    enrolment INTEGER NOT NULL CHECK (enrolment IN (0, 1)),
    tries INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX confirmation_codes_of_user ON confirmation_codes (user_id)`,
  `CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    device TEXT NOT NULL UNIQUE REFERENCES devices (thumbprint),
    mailbox TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX sessions_of_user ON sessions (user_id)`,
  `CREATE TABLE platform_keys (
    thumbprint TEXT PRIMARY KEY NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('sig', 'enc')),
    file TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE bundles (
    number INTEGER PRIMARY KEY NOT NULL,
    jws TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE inbox (
    device TEXT NOT NULL,
    id TEXT NOT NULL,
    digest TEXT NOT NULL,
    proxy TEXT NOT NULL,
    envelope TEXT,
    received_at INTEGER NOT NULL,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (device, id)
  ) STRICT`,
  `CREATE INDEX inbox_open ON inbox (received_at) WHERE envelope IS NOT NULL`,
  `CREATE INDEX inbox_sweep ON inbox (keep_until)`,
  `CREATE TABLE outbox (
    device TEXT NOT NULL,
    id TEXT NOT NULL,
    proxy TEXT NOT NULL,
    digest TEXT NOT NULL,
    reply_key TEXT,
    plain TEXT,
    sealed TEXT,
    created_at INTEGER NOT NULL,
    pushed_at INTEGER,
    keep_until INTEGER NOT NULL,
    PRIMARY KEY (device, id),
    CHECK ((plain IS NULL) <> (sealed IS NULL)),
    CHECK ((plain IS NULL) = (reply_key IS NULL))
  ) STRICT`,
  `CREATE INDEX outbox_plain ON outbox (created_at) WHERE plain IS NOT NULL`,
  `CREATE INDEX outbox_due ON outbox (proxy, created_at) WHERE pushed_at IS NULL AND sealed IS NOT NULL`,
  `CREATE INDEX outbox_sweep ON outbox (keep_until)`,
  `CREATE TABLE mail_outbox (
    id TEXT PRIMARY KEY NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT,
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    CHECK ((body IS NULL) = (sent_at IS NOT NULL))
  ) STRICT`,
  `CREATE INDEX mail_due ON mail_outbox (created_at) WHERE sent_at IS NULL`,
  `CREATE TABLE audit (
    number INTEGER PRIMARY KEY NOT NULL,
    time TEXT NOT NULL,
    audit_id TEXT NOT NULL UNIQUE,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT,
    outcome TEXT NOT NULL,
    facts TEXT NOT NULL CHECK (json_valid(facts)),
    salt TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    dataset TEXT GENERATED ALWAYS AS (json_extract(facts, '$.dataset')) VIRTUAL
  ) STRICT`,
  `CREATE INDEX audit_of_dataset ON audit (dataset, number) WHERE dataset IS NOT NULL`,
  `CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
  `CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END`,
  `CREATE TABLE policies (
    version INTEGER PRIMARY KEY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    dataset_id TEXT NOT NULL,
    dataset TEXT NOT NULL,
    group_name TEXT NOT NULL,
    until INTEGER,
    granted_by TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX policies_of_dataset ON policies (dataset_id)`,
  `CREATE TABLE settings (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT`,
  `CREATE TABLE proxy_cursors (origin TEXT PRIMARY KEY NOT NULL, cursor INTEGER NOT NULL) STRICT`,
];

const NAMES = [
  ...['proxy_cursors', 'settings', 'policies', 'audit', 'mail_outbox', 'outbox', 'inbox', 'bundles', 'platform_keys'],
  ...['sessions', 'confirmation_codes', 'devices', 'users'],
];

export class Core1795478400001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of TABLES) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of NAMES) await runner.query(`DROP TABLE ${name}`);
  }
}
