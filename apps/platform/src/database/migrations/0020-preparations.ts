import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Data sets whose data are still being read: they are published when that is done, whoever waits. */
export class Preparations1796200000020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE preparations (
      name TEXT PRIMARY KEY NOT NULL,
      owner_id TEXT NOT NULL REFERENCES users (id),
      definition TEXT NOT NULL,
      groups TEXT NOT NULL,
      access_secret TEXT NOT NULL,
      begun_at INTEGER NOT NULL
    ) STRICT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE preparations');
  }
}
