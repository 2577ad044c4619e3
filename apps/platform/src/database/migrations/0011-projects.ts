import type { MigrationInterface, QueryRunner } from 'typeorm';

/*
 * projects          named by the address of whoever made them and a name, for good
 * project_members   by address, whether or not there is an account of it
 * jobs, spends      what was asked for which project; of a spend it is part of what its hash covers
 * quotas            also for a project: the same rows, and a wider check
 */
const STATEMENTS = [
  `CREATE TABLE projects (
    name TEXT PRIMARY KEY NOT NULL,
    owner TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT`,
  'CREATE INDEX projects_of_owner ON projects (owner)',
  `CREATE TABLE project_members (
    project TEXT NOT NULL REFERENCES projects (name),
    email TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    PRIMARY KEY (project, email)
  ) STRICT`,
  'CREATE INDEX project_members_by_email ON project_members (email)',
  'ALTER TABLE jobs ADD COLUMN project TEXT',
  'CREATE INDEX jobs_by_project ON jobs (project, submitted_at) WHERE project IS NOT NULL',
  'ALTER TABLE spends ADD COLUMN project TEXT',
  `CREATE TRIGGER spends_keep_their_project BEFORE UPDATE OF project ON spends
   BEGIN SELECT RAISE(ABORT, 'what a spend says never changes'); END`,
  `CREATE TABLE wider_quotas (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (name),
    kind TEXT NOT NULL CHECK (kind IN ('user', 'group', 'project')),
    subject TEXT NOT NULL,
    share REAL NOT NULL CHECK (share BETWEEN 0 AND 1),
    set_by TEXT NOT NULL,
    set_at INTEGER NOT NULL
  ) STRICT`,
  `INSERT INTO wider_quotas (id, account, kind, subject, share, set_by, set_at)
   SELECT id, account, kind, subject, share, set_by, set_at FROM quotas`,
  'DROP TRIGGER quotas_are_kept',
  'DROP TABLE quotas',
  'ALTER TABLE wider_quotas RENAME TO quotas',
  `CREATE INDEX quotas_by_account ON quotas (account, kind, subject)`,
  `CREATE TRIGGER quotas_are_kept BEFORE DELETE ON quotas
   BEGIN SELECT RAISE(ABORT, 'a quota is replaced by a newer one'); END`,
];

/** Projects with members, what was asked for them, and their parts of budgets. */
export class Projects1796083200011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('A ledger is never taken back; restore a backup instead.'));
  }
}
