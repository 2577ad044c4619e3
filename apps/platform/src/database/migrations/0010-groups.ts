import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Groups beside the roles, and who is in them. A group stays: policies name it. */
export class Groups1796083200010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE user_groups (
      name TEXT PRIMARY KEY NOT NULL,
      created_by TEXT NOT NULL REFERENCES users (id),
      created_at INTEGER NOT NULL
    ) STRICT`);
    await runner.query(`CREATE TRIGGER user_groups_stay BEFORE DELETE ON user_groups
      BEGIN SELECT RAISE(ABORT, 'groups are never removed'); END`);
    await runner.query(`CREATE TABLE group_members (
      group_name TEXT NOT NULL REFERENCES user_groups (name),
      user_id TEXT NOT NULL REFERENCES users (id),
      PRIMARY KEY (group_name, user_id)
    ) STRICT`);
    await runner.query('CREATE INDEX group_members_of_user ON group_members (user_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE group_members');
    await runner.query('DROP TABLE user_groups');
  }
}
