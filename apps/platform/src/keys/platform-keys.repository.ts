import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

export interface KeyRecord {
  readonly thumbprint: string;
  readonly purpose: 'sig' | 'enc';
  /** Name in the key store. */
  readonly file: string;
  readonly createdAt: number;
}

const INSERT = `INSERT INTO platform_keys (thumbprint, purpose, file, created_at)
  VALUES (@thumbprint, @purpose, @file, @createdAt)`;
const THUMBPRINTS = 'SELECT thumbprint FROM platform_keys';
const ALL = 'SELECT thumbprint, purpose, file, created_at AS createdAt FROM platform_keys ORDER BY created_at';

/** Which keys exist; their private parts are in the key store. */
@Injectable()
export class PlatformKeysRepository {
  insert(writing: Writing, record: KeyRecord): void {
    writing.run(INSERT, { ...record });
  }

  all(reading: Reading): KeyRecord[] {
    return reading.all<KeyRecord>(ALL);
  }

  thumbprints(reading: Reading): string[] {
    return reading.all<{ thumbprint: string }>(THUMBPRINTS).map(({ thumbprint }) => thumbprint);
  }
}
