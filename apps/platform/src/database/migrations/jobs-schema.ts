/** The ledger: terms never change, rows never vanish, and a spend moves along its edges only. */
export const LEDGER_TABLES: readonly string[] = [
  `CREATE TABLE accounts (
    name TEXT PRIMARY KEY NOT NULL,
    entity TEXT NOT NULL,
    unit_kind TEXT NOT NULL CHECK (unit_kind IN ('row', 'entity')),
    terms TEXT NOT NULL,
    spent TEXT NOT NULL,
    head TEXT NOT NULL,
    closed TEXT,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TRIGGER accounts_terms_are_final BEFORE UPDATE OF name, entity, unit_kind, terms, created_at ON accounts
   BEGIN SELECT RAISE(ABORT, 'the terms of an account never change'); END`,
  `CREATE TRIGGER accounts_stay BEFORE DELETE ON accounts
   BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END`,
  `CREATE TABLE spends (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    job TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (name),
    state TEXT NOT NULL CHECK (state IN ('RESERVED', 'OPENED', 'COMMITTED', 'REFUNDED')),
    events TEXT NOT NULL,
    curve TEXT NOT NULL,
    mechanisms TEXT NOT NULL,
    plan_fingerprint TEXT NOT NULL,
    versions TEXT NOT NULL,
    actor TEXT NOT NULL,
    reserved_at INTEGER NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    UNIQUE (job, account)
  ) STRICT`,
  `CREATE INDEX spends_by_account ON spends (account, state)`,
  `CREATE TRIGGER spends_are_final BEFORE UPDATE OF id, job, account, events, curve, mechanisms, plan_fingerprint,
     versions, actor, reserved_at, previous_hash, hash ON spends
   BEGIN SELECT RAISE(ABORT, 'what a spend says never changes'); END`,
  `CREATE TRIGGER spends_move_on BEFORE UPDATE OF state ON spends
   WHEN NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state)
     NOT IN ('RESERVED>OPENED', 'RESERVED>REFUNDED', 'OPENED>COMMITTED')
   BEGIN SELECT RAISE(ABORT, 'a spend is refunded from RESERVED only and is final from OPENED on'); END`,
  `CREATE TRIGGER spends_stay BEFORE DELETE ON spends
   BEGIN SELECT RAISE(ABORT, 'a spend is never deleted'); END`,
];

export const CATALOGUE_TABLES: readonly string[] = [
  `CREATE TABLE datasets (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL UNIQUE,
    owner_id TEXT NOT NULL REFERENCES users (id),
    account TEXT NOT NULL REFERENCES accounts (name),
    definition TEXT NOT NULL,
    metadata_version INTEGER NOT NULL,
    data_version INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE data_versions (
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    version INTEGER NOT NULL,
    digests TEXT NOT NULL,
    access_secret TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (dataset_id, version)
  ) STRICT`,
];

export const JOB_TABLES: readonly string[] = [
  `CREATE TABLE jobs (
    id TEXT PRIMARY KEY NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    data_version INTEGER NOT NULL,
    metadata_version INTEGER NOT NULL,
    plugin TEXT NOT NULL,
    plugin_version TEXT NOT NULL,
    plugin_digest TEXT NOT NULL,
    request TEXT NOT NULL,
    plan TEXT NOT NULL,
    plan_fingerprint TEXT NOT NULL,
    epsilon REAL NOT NULL,
    delta REAL NOT NULL,
    share REAL NOT NULL,
    state TEXT NOT NULL,
    final INTEGER NOT NULL CHECK (final IN (0, 1)),
    attempt INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    deadline_at INTEGER,
    submitted_at INTEGER NOT NULL,
    class_seconds INTEGER,
    visible_at INTEGER,
    reason TEXT,
    sandbox TEXT,
    policy_version INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX jobs_by_user ON jobs (user_id, submitted_at)`,
  `CREATE INDEX jobs_by_dataset ON jobs (dataset_id, submitted_at)`,
  `CREATE INDEX jobs_unfinished ON jobs (final) WHERE final = 0`,
  `CREATE TABLE attempts (
    epoch INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    job TEXT NOT NULL REFERENCES jobs (id),
    attempt INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    closed_at INTEGER,
    close_reason TEXT,
    UNIQUE (job, attempt)
  ) STRICT`,
  `CREATE TABLE job_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    job TEXT NOT NULL REFERENCES jobs (id),
    state TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX job_history_by_job ON job_history (job)`,
  `CREATE TABLE job_checks (
    job TEXT NOT NULL REFERENCES jobs (id),
    stage TEXT NOT NULL CHECK (stage IN ('before', 'after')),
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('pass', 'fail')),
    reason TEXT,
    digest TEXT,
    checked_at INTEGER NOT NULL,
    PRIMARY KEY (job, stage, name)
  ) STRICT`,
  `CREATE TRIGGER job_checks_are_final BEFORE UPDATE ON job_checks
   BEGIN SELECT RAISE(ABORT, 'a verdict never changes'); END`,
];

/**
 * What must hold before a result can be seen, whatever the program says: both checks after the run passed on the very
 * bytes, no check failed, the spend is charged, and a release of the same digest is on record.
 */
const RELEASE_HOLDS = `
  EXISTS (SELECT 1 FROM job_checks c WHERE c.job = NEW.job AND c.stage = 'after' AND c.name = 'ledger-agreement'
          AND c.verdict = 'pass' AND c.digest = NEW.digest)
  AND EXISTS (SELECT 1 FROM job_checks c WHERE c.job = NEW.job AND c.stage = 'after' AND c.name = 'release-rules'
          AND c.verdict = 'pass' AND c.digest = NEW.digest)
  AND NOT EXISTS (SELECT 1 FROM job_checks c WHERE c.job = NEW.job AND c.verdict <> 'pass')
  AND EXISTS (SELECT 1 FROM spends s WHERE s.job = NEW.job AND s.state IN ('OPENED', 'COMMITTED'))
  AND EXISTS (SELECT 1 FROM releases r WHERE r.job = NEW.job AND r.digest = NEW.digest)`;
const REFUSE_RELEASE = `SELECT RAISE(ABORT, 'a result becomes visible only after its checks passed on the same digest')`;

export const RELEASE_TABLES: readonly string[] = [
  `CREATE TABLE releases (
    job TEXT PRIMARY KEY NOT NULL REFERENCES jobs (id),
    digest TEXT NOT NULL,
    way TEXT NOT NULL CHECK (way IN ('automatic')),
    policy_version INTEGER NOT NULL,
    released_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TABLE results (
    job TEXT PRIMARY KEY NOT NULL REFERENCES jobs (id),
    digest TEXT NOT NULL,
    body BLOB NOT NULL,
    visible INTEGER NOT NULL CHECK (visible IN (0, 1)),
    stored_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE TRIGGER results_are_checked_when_stored BEFORE INSERT ON results
   WHEN NEW.visible = 1 AND NOT (${RELEASE_HOLDS})
   BEGIN ${REFUSE_RELEASE}; END`,
  `CREATE TRIGGER results_are_checked_when_shown BEFORE UPDATE OF visible ON results
   WHEN NEW.visible = 1 AND NOT (${RELEASE_HOLDS})
   BEGIN ${REFUSE_RELEASE}; END`,
  `CREATE TRIGGER results_keep_their_bytes BEFORE UPDATE OF job, digest, body ON results
   BEGIN SELECT RAISE(ABORT, 'the bytes of a result never change'); END`,
];
