import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Credentials of databases: an envelope each, sealed to the service's key. */
export class Credentials1795910400004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE credentials (
      owner_id TEXT NOT NULL REFERENCES users (id),
      name TEXT NOT NULL,
      sealed TEXT NOT NULL,
      stored_at INTEGER NOT NULL,
      PRIMARY KEY (owner_id, name)
    ) STRICT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE credentials');
  }
}
