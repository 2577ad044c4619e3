import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * account_joins   accounts that were joined: the predecessor's spends count for the account, and nothing new is
 *                 reserved on it
 * quotas          parts of an account for a user or a group; the newest row holds
 * actor_totals    running totals of one person on one account, as in accounts; made again from the ledger at each start
 */
const STATEMENTS = [
  `CREATE TABLE account_joins (
    predecessor TEXT PRIMARY KEY NOT NULL REFERENCES accounts (name),
    account TEXT NOT NULL REFERENCES accounts (name),
    joined_by TEXT NOT NULL,
    joined_at INTEGER NOT NULL,
    CHECK (predecessor <> account)
  ) STRICT`,
  `CREATE INDEX account_joins_by_account ON account_joins (account)`,
  `CREATE TRIGGER account_joins_are_final BEFORE UPDATE ON account_joins
   BEGIN SELECT RAISE(ABORT, 'accounts are joined for good'); END`,
  `CREATE TRIGGER account_joins_stay BEFORE DELETE ON account_joins
   BEGIN SELECT RAISE(ABORT, 'accounts are joined for good'); END`,
  `CREATE TABLE quotas (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (name),
    kind TEXT NOT NULL CHECK (kind IN ('user', 'group')),
    subject TEXT NOT NULL,
    share REAL NOT NULL CHECK (share BETWEEN 0 AND 1),
    set_by TEXT NOT NULL,
    set_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX quotas_by_account ON quotas (account, kind, subject)`,
  `CREATE TRIGGER quotas_are_kept BEFORE DELETE ON quotas
   BEGIN SELECT RAISE(ABORT, 'a quota is replaced by a newer one'); END`,
  `CREATE TABLE actor_totals (
    account TEXT NOT NULL REFERENCES accounts (name),
    actor TEXT NOT NULL,
    spent TEXT NOT NULL,
    PRIMARY KEY (account, actor)
  ) STRICT`,
];

/** Joined accounts, quotas inside an account, and what each person spent. */
export class Budgets1795910400003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is never taken back; restore a backup instead.'));
  }
}
