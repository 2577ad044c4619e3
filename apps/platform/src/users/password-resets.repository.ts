import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

/** The one open wish of a device. */
export interface PasswordReset {
  readonly device: string;
  /** Whose password it may set; null where nobody's. */
  readonly userId: string | null;
  readonly codeHash: string;
  /** Wrong codes so far. */
  readonly tries: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

const REPLACE = `INSERT OR REPLACE INTO password_resets (device, user_id, code_hash, tries, created_at, expires_at)
  VALUES (@device, @userId, @codeHash, @tries, @createdAt, @expiresAt)`;
const OF_DEVICE = `SELECT device, user_id AS userId, code_hash AS codeHash, tries, created_at AS createdAt,
  expires_at AS expiresAt FROM password_resets WHERE device = @device`;
const COUNT_TRY = 'UPDATE password_resets SET tries = tries + 1 WHERE device = @device';
const REMOVE_OF_USER = 'DELETE FROM password_resets WHERE user_id = @userId';
const FORGET = 'DELETE FROM password_resets WHERE expires_at < @now';

@Injectable()
export class PasswordResetsRepository {
  replace(writing: Writing, reset: PasswordReset): void {
    writing.run(REPLACE, { ...reset });
  }

  ofDevice(reading: Reading, device: string): PasswordReset | undefined {
    return reading.get<PasswordReset>(OF_DEVICE, { device });
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
