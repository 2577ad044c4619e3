import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The open wishes of devices for a new password. */
export class PasswordResets1796100000016 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE password_resets (
      device TEXT PRIMARY KEY NOT NULL,
      user_id TEXT REFERENCES users (id),
      code_hash TEXT NOT NULL,
      tries INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE password_resets');
  }
}
