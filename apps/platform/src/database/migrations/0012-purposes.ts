import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a question was asked for. */
export class Purposes1796083200012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE jobs ADD COLUMN purpose TEXT');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE jobs DROP COLUMN purpose');
  }
}
