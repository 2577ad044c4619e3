import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Further devices of a user: the open invitation of each, and which devices are machines. */
export class Pairings1796000000007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE devices ADD COLUMN machine INTEGER NOT NULL DEFAULT 0 CHECK (machine IN (0, 1))');
    await runner.query(`CREATE TABLE pairings (
      user_id TEXT PRIMARY KEY NOT NULL REFERENCES users (id),
      code_hash TEXT NOT NULL,
      machine_days INTEGER CHECK (machine_days BETWEEN 1 AND 90),
      tries INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE pairings');
    await runner.query('ALTER TABLE devices DROP COLUMN machine');
  }
}
