import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

/** A registration that takes effect when its code comes back from its device. */
export interface PendingRegistration {
  readonly device: string;
  readonly userId: string;
  readonly codeHash: string;
  /** Argon2id string. */
  readonly password: string;
  /** Made with the code of `dq0-platform init`: no person needs to approve it. */
  readonly enrolment: boolean;
  /** Wrong codes so far. */
  readonly tries: number;
  readonly expiresAt: number;
}

interface StoredRegistration extends Omit<PendingRegistration, 'enrolment'> {
  readonly enrolment: number;
}

const COLUMNS = 'device, user_id, code_hash, password, enrolment, tries, expires_at';
const REPLACE = `INSERT INTO confirmation_codes (${COLUMNS})
  VALUES (@device, @userId, @codeHash, @password, @enrolment, @tries, @expiresAt)
  ON CONFLICT (device) DO UPDATE SET user_id = excluded.user_id, code_hash = excluded.code_hash,
    password = excluded.password, enrolment = excluded.enrolment, tries = excluded.tries, expires_at = excluded.expires_at`;
const OF_DEVICE = `SELECT device, user_id AS userId, code_hash AS codeHash, password, enrolment, tries,
  expires_at AS expiresAt FROM confirmation_codes WHERE device = @device`;
const OPEN_OF_USER = 'SELECT count(*) AS count FROM confirmation_codes WHERE user_id = @userId AND expires_at > @now';
const COUNT_TRY = 'UPDATE confirmation_codes SET tries = tries + 1 WHERE device = @device';
const REMOVE_OF_USER = 'DELETE FROM confirmation_codes WHERE user_id = @userId';
const FORGET = 'DELETE FROM confirmation_codes WHERE expires_at < @now';

@Injectable()
export class ConfirmationCodesRepository {
  replace(writing: Writing, registration: PendingRegistration): void {
    writing.run(REPLACE, { ...registration, enrolment: registration.enrolment ? 1 : 0 });
  }

  ofDevice(reading: Reading, device: string): PendingRegistration | undefined {
    const row = reading.get<StoredRegistration>(OF_DEVICE, { device });
    return row === undefined ? undefined : { ...row, enrolment: row.enrolment === 1 };
  }

  openOfUser(reading: Reading, userId: string, now: number): number {
    return reading.get<{ count: number }>(OPEN_OF_USER, { userId, now })?.count ?? 0;
  }

  countTry(writing: Writing, device: string): void {
    writing.run(COUNT_TRY, { device });
  }

  removeOfUser(writing: Writing, userId: string): void {
    writing.run(REMOVE_OF_USER, { userId });
  }

  forgetExpired(writing: Writing, now: number): number {
    return writing.run(FORGET, { now });
  }
}
