import type { Role, UserRecord } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

export type UserState = UserRecord['state'];

export interface User {
  readonly id: string;
  readonly email: string;
  readonly state: UserState;
  readonly roles: readonly Role[];
  /** Argon2id string; null until the mailbox was proved. */
  readonly password: string | null;
  /** Thumbprint of the device that registered. */
  readonly device: string;
  /** When the state was reached, milliseconds since 1970. */
  readonly since: number;
}

interface StoredUser extends Omit<User, 'roles'> {
  readonly roles: string;
}

const COLUMNS = 'id, email, state, roles, password, device, since';
const INSERT = `INSERT INTO users (${COLUMNS}) VALUES (@id, @email, @state, @roles, @password, @device, @since)`;
const UPDATE = `UPDATE users SET email = @email, state = @state, roles = @roles, password = @password, device = @device, since = @since
  WHERE id = @id`;
const BY_EMAIL = `SELECT ${COLUMNS} FROM users WHERE email = @email`;
const BY_ID = `SELECT ${COLUMNS} FROM users WHERE id = @id`;
const LIST = `SELECT ${COLUMNS} FROM users WHERE @state IS NULL OR state = @state ORDER BY since, email`;
const FORGET = `DELETE FROM users WHERE state = 'registered' AND since < @before
  AND NOT EXISTS (SELECT 1 FROM confirmation_codes c WHERE c.user_id = users.id)
  AND NOT EXISTS (SELECT 1 FROM devices d WHERE d.user_id = users.id)`;

@Injectable()
export class UsersRepository {
  insert(writing: Writing, user: User): void {
    writing.run(INSERT, toStored(user));
  }

  update(writing: Writing, user: User): void {
    writing.run(UPDATE, toStored(user));
  }

  byEmail(reading: Reading, email: string): User | undefined {
    return toUser(reading.get<StoredUser>(BY_EMAIL, { email }));
  }

  byId(reading: Reading, id: string): User | undefined {
    return toUser(reading.get<StoredUser>(BY_ID, { id }));
  }

  list(reading: Reading, state: UserState | null): User[] {
    return reading.all<StoredUser>(LIST, { state }).flatMap((row) => toUser(row) ?? []);
  }

  /** Applicants who never typed a code. @returns how many */
  forgetUnproved(writing: Writing, before: number): number {
    return writing.run(FORGET, { before });
  }
}

function toStored(user: User): Record<keyof User, string | number | null> {
  return { ...user, roles: JSON.stringify(user.roles) };
}

function toUser(row: StoredUser | undefined): User | undefined {
  return row === undefined ? undefined : { ...row, roles: JSON.parse(row.roles) as Role[] };
}
