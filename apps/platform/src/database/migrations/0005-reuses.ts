import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Answers that were derived from released ones, and what is needed to find these. */
export class Reuses1795910400005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE jobs ADD COLUMN relation TEXT');
    await runner.query('CREATE INDEX jobs_by_relation ON jobs (dataset_id, relation, submitted_at)');
    await runner.query('CREATE INDEX jobs_by_plan ON jobs (dataset_id, plan_fingerprint, submitted_at)');
    await runner.query(`CREATE TABLE reuses (
      job TEXT PRIMARY KEY NOT NULL REFERENCES jobs (id),
      source TEXT NOT NULL REFERENCES releases (job),
      digest TEXT NOT NULL,
      body BLOB NOT NULL,
      stored_at INTEGER NOT NULL
    ) STRICT`);
    await runner.query(`CREATE TRIGGER reuses_come_from_releases BEFORE INSERT ON reuses
     WHEN EXISTS (SELECT 1 FROM job_checks c WHERE c.job = NEW.job AND c.name <> 'budget' AND c.verdict <> 'pass')
      OR NOT EXISTS (SELECT 1 FROM job_checks c WHERE c.job = NEW.job AND c.name = 'policy')
      OR EXISTS (SELECT 1 FROM spends s WHERE s.job = NEW.job)
      OR NOT EXISTS (SELECT 1 FROM results r JOIN jobs s ON s.id = r.job JOIN jobs j ON j.id = NEW.job
        WHERE r.job = NEW.source AND r.visible = 1 AND s.state = 'released' AND s.dataset_id = j.dataset_id
          AND s.data_version = j.data_version AND s.metadata_version = j.metadata_version
          AND s.plugin_digest = j.plugin_digest)
     BEGIN SELECT RAISE(ABORT, 'an answer is derived only from a released one about the same data'); END`);
    await runner.query(`CREATE TRIGGER reuses_are_final BEFORE UPDATE ON reuses
     BEGIN SELECT RAISE(ABORT, 'a derived answer never changes'); END`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reuses');
    await runner.query('DROP INDEX jobs_by_plan');
    await runner.query('DROP INDEX jobs_by_relation');
    await runner.query('ALTER TABLE jobs DROP COLUMN relation');
  }
}
