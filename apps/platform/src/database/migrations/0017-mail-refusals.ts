import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = 'id, recipient, subject, body, created_at, sent_at';

/** Mail that the next station refused for good, with what it answered: its text is erased as if it had been sent. */
export class MailRefusals1796100000017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE mail_outbox_new (
      id TEXT PRIMARY KEY NOT NULL,
      recipient TEXT NOT NULL,
      subject TEXT NOT NULL,
      body TEXT,
      created_at INTEGER NOT NULL,
      sent_at INTEGER,
      refusal INTEGER,
      CHECK ((body IS NULL) = (sent_at IS NOT NULL OR refusal IS NOT NULL))
    ) STRICT`);
    await this.#move(runner, 'WHERE sent_at IS NULL AND refusal IS NULL');
  }

  /** What was refused counts as sent. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE mail_outbox SET sent_at = created_at WHERE refusal IS NOT NULL');
    await runner.query(`CREATE TABLE mail_outbox_new (
      id TEXT PRIMARY KEY NOT NULL,
      recipient TEXT NOT NULL,
      subject TEXT NOT NULL,
      body TEXT,
      created_at INTEGER NOT NULL,
      sent_at INTEGER,
      CHECK ((body IS NULL) = (sent_at IS NOT NULL))
    ) STRICT`);
    await this.#move(runner, 'WHERE sent_at IS NULL');
  }

  async #move(runner: QueryRunner, due: string): Promise<void> {
    await runner.query(`INSERT INTO mail_outbox_new (${COLUMNS}) SELECT ${COLUMNS} FROM mail_outbox ORDER BY rowid`);
    await runner.query('DROP TABLE mail_outbox');
    await runner.query('ALTER TABLE mail_outbox_new RENAME TO mail_outbox');
    await runner.query(`CREATE INDEX mail_due ON mail_outbox (created_at) ${due}`);
  }
}
