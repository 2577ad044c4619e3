import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Passkeys of people, the open challenges of their devices, and how each session began. */
export class Passkeys1796100000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE passkeys (
      id TEXT PRIMARY KEY NOT NULL,
      user_id TEXT NOT NULL REFERENCES users (id),
      name TEXT NOT NULL,
      public_key TEXT NOT NULL,
      counter INTEGER NOT NULL CHECK (counter >= 0),
      transports TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      used_at INTEGER
    ) STRICT`);
    await runner.query('CREATE INDEX passkeys_of_user ON passkeys (user_id)');
    await runner.query(`CREATE TABLE passkey_challenges (
      device TEXT NOT NULL,
      purpose TEXT NOT NULL CHECK (purpose IN ('registration', 'login', 'step-up')),
      nonce TEXT NOT NULL,
      origin TEXT NOT NULL,
      expires_at INTEGER NOT NULL,
      PRIMARY KEY (device, purpose)
    ) STRICT`);
    await runner.query(`ALTER TABLE sessions ADD COLUMN authentication TEXT NOT NULL DEFAULT 'password'
      CHECK (authentication IN ('password', 'passkey', 'machine'))`);
    await runner.query(`UPDATE sessions SET authentication = 'machine'
      WHERE device IN (SELECT thumbprint FROM devices WHERE machine = 1)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sessions DROP COLUMN authentication');
    await runner.query('DROP TABLE passkey_challenges');
    await runner.query('DROP TABLE passkeys');
  }
}
