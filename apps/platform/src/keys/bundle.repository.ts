import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

export interface StoredBundle {
  readonly number: number;
  /** Compact JWS. */
  readonly jws: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

const INSERT = `INSERT INTO bundles (number, jws, issued_at, expires_at)
  VALUES (@number, @jws, @issuedAt, @expiresAt)`;
const NEWEST = `SELECT number, jws, issued_at AS issuedAt, expires_at AS expiresAt
  FROM bundles ORDER BY number DESC LIMIT 1`;
const FORGET = 'DELETE FROM bundles WHERE expires_at < @now AND number < @newest';

@Injectable()
export class BundleRepository {
  insert(writing: Writing, bundle: StoredBundle): void {
    writing.run(INSERT, { ...bundle });
    writing.run(FORGET, { now: bundle.issuedAt, newest: bundle.number });
  }

  newest(reading: Reading): StoredBundle | undefined {
    return reading.get<StoredBundle>(NEWEST);
  }
}
