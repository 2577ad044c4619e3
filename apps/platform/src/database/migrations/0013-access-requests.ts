import type { MigrationInterface, QueryRunner } from 'typeorm';

const STATEMENTS = [
  `CREATE TABLE access_requests (
    id TEXT PRIMARY KEY NOT NULL,
    dataset_id TEXT NOT NULL REFERENCES datasets (id),
    user_id TEXT NOT NULL REFERENCES users (id),
    purpose TEXT NOT NULL,
    reason TEXT NOT NULL,
    until INTEGER,
    state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'rejected', 'expired')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    decided_by TEXT REFERENCES users (id),
    decided_at INTEGER,
    policy TEXT,
    CHECK ((state = 'open') = (decided_at IS NULL)),
    CHECK ((state = 'approved') = (policy IS NOT NULL))
  ) STRICT`,
  'CREATE INDEX access_requests_of_user ON access_requests (user_id, created_at)',
  'CREATE INDEX access_requests_of_dataset ON access_requests (dataset_id, created_at)',
  `CREATE INDEX access_requests_open ON access_requests (expires_at) WHERE state = 'open'`,
  `CREATE TRIGGER access_requests_close_once BEFORE UPDATE ON access_requests WHEN OLD.state <> 'open'
   BEGIN SELECT RAISE(ABORT, 'a request that was decided is final'); END`,
  `CREATE TRIGGER access_requests_say_the_same
   BEFORE UPDATE OF id, dataset_id, user_id, purpose, reason, until, created_at, expires_at ON access_requests
   BEGIN SELECT RAISE(ABORT, 'what was asked for never changes'); END`,
  `CREATE TRIGGER access_requests_stay BEFORE DELETE ON access_requests
   BEGIN SELECT RAISE(ABORT, 'requests are kept'); END`,
];

/** Requests for access, each decided once. */
export class AccessRequests1796083200013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE access_requests');
  }
}
