import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

/** To make a passkey, to log in with one, to confirm one decision. */
export type Purpose = 'registration' | 'login' | 'step-up';

export interface Challenge {
  readonly device: string;
  readonly purpose: Purpose;
  /** 256 random bits; the challenge itself, or what the digest of a decision is made with. */
  readonly nonce: string;
  readonly origin: string;
  readonly expiresAt: number;
}

const REPLACE = `INSERT OR REPLACE INTO passkey_challenges (device, purpose, nonce, origin, expires_at)
  VALUES (@device, @purpose, @nonce, @origin, @expiresAt)`;
const GET = `SELECT device, purpose, nonce, origin, expires_at AS expiresAt FROM passkey_challenges
  WHERE device = @device AND purpose = @purpose AND expires_at > @now`;
const REMOVE = 'DELETE FROM passkey_challenges WHERE device = @device AND purpose = @purpose AND nonce = @nonce';
const FORGET = 'DELETE FROM passkey_challenges WHERE expires_at < @now';

@Injectable()
export class ChallengesRepository {
  /** One open challenge a device and purpose: a new one ends the one before. */
  replace(writing: Writing, challenge: Challenge): void {
    writing.run(REPLACE, { ...challenge });
  }

  get(reading: Reading, device: string, purpose: Purpose, now: number): Challenge | undefined {
    return reading.get<Challenge>(GET, { device, purpose, now });
  }

  /** @returns whether it was still open */
  remove(writing: Writing, { device, purpose, nonce }: Challenge): boolean {
    return writing.run(REMOVE, { device, purpose, nonce }) === 1;
  }

  forgetExpired(writing: Writing, now: number): number {
    return writing.run(FORGET, { now });
  }
}
