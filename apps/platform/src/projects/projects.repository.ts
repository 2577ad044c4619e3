import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

export interface Project {
  /** `ada@example.org/churn`. */
  readonly name: string;
  /** Address of who says who is in it. */
  readonly owner: string;
  /** 1 where the owner has no approved account any more. */
  readonly orphaned: 0 | 1;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

export interface Member {
  readonly email: string;
  readonly addedAt: number;
}

const ORPHANED = `NOT EXISTS (SELECT 1 FROM users u WHERE u.email = p.owner AND u.state = 'approved')`;
const COLUMNS = `p.name, p.owner, ${ORPHANED} AS orphaned, p.created_at AS createdAt`;
const INSERT = 'INSERT INTO projects (name, owner, created_at) VALUES (@name, @owner, @createdAt)';
const FIND = `SELECT ${COLUMNS} FROM projects p WHERE p.name = @name`;
const ALL = `SELECT ${COLUMNS} FROM projects p ORDER BY p.name`;
const OF_MEMBER = `SELECT ${COLUMNS} FROM projects p JOIN project_members m ON m.project = p.name
  WHERE m.email = @email ORDER BY p.name`;
const ORPHANS = `SELECT ${COLUMNS} FROM projects p WHERE ${ORPHANED} ORDER BY p.name`;
/** All names that begin with the address and a slash. */
const COUNT_OF_MAKER = `SELECT count(*) AS count FROM projects WHERE name >= @maker || '/' AND name < @maker || '0'`;
const SET_OWNER = 'UPDATE projects SET owner = @owner WHERE name = @name';
const MEMBERS = 'SELECT email, added_at AS addedAt FROM project_members WHERE project = @name ORDER BY added_at, email';
const ADD = `INSERT INTO project_members (project, email, added_at) VALUES (@name, @email, @addedAt)`;
const REMOVE = 'DELETE FROM project_members WHERE project = @name AND email = @email';
const RUNS = 'SELECT count(*) AS count FROM jobs WHERE project = @name';

@Injectable()
export class ProjectsRepository {
  insert(writing: Writing, project: Omit<Project, 'orphaned'>): void {
    writing.run(INSERT, { ...project });
  }

  setOwner(writing: Writing, name: string, owner: string): void {
    writing.run(SET_OWNER, { name, owner });
  }

  find(reading: Reading, name: string): Project | undefined {
    return reading.get<Project>(FIND, { name });
  }

  all(reading: Reading): Project[] {
    return reading.all<Project>(ALL);
  }

  ofMember(reading: Reading, email: string): Project[] {
    return reading.all<Project>(OF_MEMBER, { email });
  }

  /** Those whose owner's account has ended. */
  orphaned(reading: Reading): Project[] {
    return reading.all<Project>(ORPHANS);
  }

  /** How many somebody made, whoever has them now. */
  countOfMaker(reading: Reading, maker: string): number {
    return reading.get<{ count: number }>(COUNT_OF_MAKER, { maker })?.count ?? 0;
  }

  members(reading: Reading, name: string): Member[] {
    return reading.all<Member>(MEMBERS, { name });
  }

  add(writing: Writing, name: string, member: Member): void {
    writing.run(ADD, { name, ...member });
  }

  /** @returns whether there was such a member */
  remove(writing: Writing, name: string, email: string): boolean {
    return writing.run(REMOVE, { name, email }) > 0;
  }

  /** Questions that were asked for it. */
  runs(reading: Reading, name: string): number {
    return reading.get<{ count: number }>(RUNS, { name })?.count ?? 0;
  }
}
