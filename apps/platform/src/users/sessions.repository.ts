import type { Authentication } from '@dq0/permissions';
import type { Role } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

export interface Session {
  readonly tokenHash: string;
  readonly userId: string;
  readonly device: string;
  /** Name of the mailbox at the proxies: random, new with each login. */
  readonly mailbox: string;
  /** By what it began. */
  readonly authentication: Exclude<Authentication, 'step-up'>;
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface SessionOwner {
  readonly id: string;
  readonly email: string;
  readonly roles: readonly Role[];
  /** Groups beside the roles. */
  readonly groups: readonly string[];
  /** The device is a machine identity. */
  readonly machine: boolean;
  readonly authentication: Session['authentication'];
  /** A passkey of the user is registered. */
  readonly passkey: boolean;
}

interface StoredOwner extends Pick<SessionOwner, 'id' | 'email' | 'authentication'> {
  readonly roles: string;
  readonly groups: string;
  readonly machine: number;
  readonly passkey: number;
}

const REMOVE_OF_DEVICE = 'DELETE FROM sessions WHERE device = @device';
const REMOVE_OF_USER = 'DELETE FROM sessions WHERE user_id = @userId';
const REMOVE_OTHERS = 'DELETE FROM sessions WHERE user_id = @userId AND device <> @device';
const INSERT = `INSERT INTO sessions (token_hash, user_id, device, mailbox, authentication, created_at, expires_at)
  VALUES (@tokenHash, @userId, @device, @mailbox, @authentication, @createdAt, @expiresAt)`;
const FACTS = 'SELECT expires_at AS expiresAt, authentication FROM sessions WHERE device = @device';
/** One statement decides: token, device, its owner, the owner's state and the time must all agree. */
const OWNER = `SELECT u.id, u.email, u.roles, d.machine, s.authentication,
    EXISTS (SELECT 1 FROM passkeys p WHERE p.user_id = u.id) AS passkey,
    (SELECT json_group_array(group_name) FROM group_members WHERE user_id = u.id) AS groups
  FROM sessions s
  JOIN users u ON u.id = s.user_id
  JOIN devices d ON d.thumbprint = s.device AND d.user_id = u.id
  WHERE s.token_hash = @tokenHash AND s.device = @device AND s.expires_at > @now AND u.state = 'approved'`;
const FORGET = 'DELETE FROM sessions WHERE expires_at < @now';

@Injectable()
export class SessionsRepository {
  /** One session a device: a new one ends the one before. */
  replace(writing: Writing, session: Session): void {
    writing.run(REMOVE_OF_DEVICE, { device: session.device });
    writing.run(INSERT, { ...session });
  }

  owner(reading: Reading, tokenHash: string, device: string, now: number): SessionOwner | undefined {
    const row = reading.get<StoredOwner>(OWNER, { tokenHash, device, now });
    if (row === undefined) return undefined;
    const [roles, groups] = [JSON.parse(row.roles) as Role[], JSON.parse(row.groups) as string[]];
    return { ...row, machine: row.machine === 1, passkey: row.passkey === 1, roles, groups };
  }

  facts(reading: Reading, device: string): Pick<Session, 'expiresAt' | 'authentication'> | undefined {
    return reading.get(FACTS, { device });
  }

  removeOfDevice(writing: Writing, device: string): void {
    writing.run(REMOVE_OF_DEVICE, { device });
  }

  /** @returns how many */
  removeOfUser(writing: Writing, userId: string): number {
    return writing.run(REMOVE_OF_USER, { userId });
  }

  /** Ends what a user has on other devices. @returns how many */
  removeOthers(writing: Writing, userId: string, device: string): number {
    return writing.run(REMOVE_OTHERS, { userId, device });
  }

  forgetExpired(writing: Writing, now: number): number {
    return writing.run(FORGET, { now });
  }
}
