import type { MigrationInterface, QueryRunner } from 'typeorm';

const PRICES = ['query:plan', 'dataset:budget', 'budget:show', 'budget:history', 'budget:forecast'];

/** A statement in Cedar, made of the columns of a grant. */
function statement(name: string, action: string): string {
  return `'@id("' || ${name} || '")
permit (
  principal in Group::"' || group_name || '",
  ${action},
  resource == Dataset::"' || dataset || '"
)' || coalesce('
when {
  context.now < datetime("' || strftime('%Y-%m-%dT%H:%M:%fZ', until / 1000.0, 'unixepoch') || '")
}', '') || ';
'`;
}

const TEXT = [
  statement('name', 'action == Action::"query:run"'),
  statement(`name || '-prices'`, `action in [\n${PRICES.map((action) => `    Action::"${action}"`).join(',\n')}\n  ]`),
].join(` || '\n' || `);

/** Policies of data sets and of the platform, each change a row; what was granted becomes such a policy. */
export class OwnPolicies1795996800006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE own_policies (
      version INTEGER PRIMARY KEY NOT NULL,
      dataset_id TEXT,
      dataset TEXT,
      name TEXT NOT NULL,
      text TEXT,
      changed_by TEXT NOT NULL REFERENCES users (id),
      changed_at INTEGER NOT NULL,
      CHECK ((dataset_id IS NULL) = (dataset IS NULL))
    ) STRICT`);
    await runner.query('CREATE INDEX own_policies_of_dataset ON own_policies (dataset_id, name)');
    await runner.query(`INSERT INTO own_policies (version, dataset_id, dataset, name, text, changed_by, changed_at)
      SELECT version, dataset_id, dataset, name, ${TEXT}, granted_by, created_at FROM (
        SELECT *, group_name || CASE WHEN place = 1 THEN '' ELSE '-' || place END AS name FROM (
          SELECT *, row_number() OVER (PARTITION BY dataset_id, group_name ORDER BY version) AS place FROM policies
        )
      )`);
    await runner.query('DROP TABLE policies');
    for (const change of ['UPDATE', 'DELETE']) {
      await runner.query(`CREATE TRIGGER own_policies_kept_${change.toLowerCase()} BEFORE ${change} ON own_policies
        BEGIN SELECT RAISE(ABORT, 'the history of policies is append-only'); END`);
    }
  }

  /** Grants are not made of texts again: nobody may ask until they are granted anew. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE own_policies');
    await runner.query(`CREATE TABLE policies (
      version INTEGER PRIMARY KEY NOT NULL,
      id TEXT NOT NULL UNIQUE,
      dataset_id TEXT NOT NULL,
      dataset TEXT NOT NULL,
      group_name TEXT NOT NULL,
      until INTEGER,
      granted_by TEXT NOT NULL REFERENCES users (id),
      created_at INTEGER NOT NULL
    ) STRICT`);
    await runner.query('CREATE INDEX policies_of_dataset ON policies (dataset_id)');
  }
}
