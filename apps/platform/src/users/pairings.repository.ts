import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

/** The one open invitation of a user. */
export interface Pairing {
  readonly userId: string;
  readonly codeHash: string;
  /** How long a machine stays logged in; null for a device of a person. */
  readonly machineDays: number | null;
  /** Wrong codes so far. */
  readonly tries: number;
  readonly expiresAt: number;
}

const REPLACE = `INSERT OR REPLACE INTO pairings (user_id, code_hash, machine_days, tries, expires_at)
  VALUES (@userId, @codeHash, @machineDays, @tries, @expiresAt)`;
const OF_USER = `SELECT user_id AS userId, code_hash AS codeHash, machine_days AS machineDays, tries,
  expires_at AS expiresAt FROM pairings WHERE user_id = @userId`;
const COUNT_TRY = 'UPDATE pairings SET tries = tries + 1 WHERE user_id = @userId';
const REMOVE = 'DELETE FROM pairings WHERE user_id = @userId';
const FORGET = 'DELETE FROM pairings WHERE expires_at < @now';

@Injectable()
export class PairingsRepository {
  replace(writing: Writing, pairing: Pairing): void {
    writing.run(REPLACE, { ...pairing });
  }

  ofUser(reading: Reading, userId: string): Pairing | undefined {
    return reading.get<Pairing>(OF_USER, { userId });
  }

  countTry(writing: Writing, userId: string): void {
    writing.run(COUNT_TRY, { userId });
  }

  remove(writing: Writing, userId: string): void {
    writing.run(REMOVE, { userId });
  }

  forgetExpired(writing: Writing, now: number): number {
    return writing.run(FORGET, { now });
  }
}
