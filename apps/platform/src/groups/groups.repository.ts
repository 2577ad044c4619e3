import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

export interface Group {
  readonly name: string;
  readonly members: number;
  /** Address of who made it. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

const INSERT = 'INSERT INTO user_groups (name, created_by, created_at) VALUES (@name, @by, @at)';
const LIST = `SELECT g.name, u.email AS by, g.created_at AS at, count(m.user_id) AS members
  FROM user_groups g JOIN users u ON u.id = g.created_by LEFT JOIN group_members m ON m.group_name = g.name
  GROUP BY g.name ORDER BY g.name`;
const NAMES = 'SELECT name FROM user_groups ORDER BY name';
const MEMBERSHIPS = `SELECT user_id AS userId, group_name AS name FROM group_members
  WHERE @userId IS NULL OR user_id = @userId ORDER BY group_name`;
const LEAVE = 'DELETE FROM group_members WHERE user_id = @userId';
const ENTER = 'INSERT INTO group_members (group_name, user_id) VALUES (@name, @userId)';

@Injectable()
export class GroupsRepository {
  insert(writing: Writing, group: { readonly name: string; readonly by: string; readonly at: number }): void {
    writing.run(INSERT, { ...group });
  }

  list(reading: Reading): Group[] {
    return reading.all<Group>(LIST);
  }

  names(reading: Reading): string[] {
    return reading.all<{ name: string }>(NAMES).map(({ name }) => name);
  }

  /** Who is in which groups, by user; of one user or of all. */
  memberships(reading: Reading, userId: string | null): ReadonlyMap<string, readonly string[]> {
    const rows = reading.all<{ userId: string; name: string }>(MEMBERSHIPS, { userId });
    const found = new Map<string, string[]>();
    for (const row of rows) found.set(row.userId, [...(found.get(row.userId) ?? []), row.name]);
    return found;
  }

  replace(writing: Writing, userId: string, groups: readonly string[]): void {
    writing.run(LEAVE, { userId });
    for (const name of groups) writing.run(ENTER, { name, userId });
  }
}
