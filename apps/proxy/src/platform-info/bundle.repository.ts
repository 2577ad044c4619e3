import { Injectable } from '@nestjs/common';
import { ProxyDatabase } from '../database/index.ts';

export interface StoredBundle {
  readonly number: number;
  /** Compact JWS. */
  readonly text: string;
}

@Injectable()
export class BundleRepository {
  readonly #newest;
  readonly #put;

  constructor(database: ProxyDatabase) {
    this.#newest = database.handle.prepare<[], StoredBundle>('SELECT number, text FROM bundle WHERE one = 1');
    this.#put = database.handle.prepare<[number, number, string]>(
      `INSERT INTO bundle (one, number, stored_at, text) VALUES (1, ?, ?, ?)
       ON CONFLICT (one) DO UPDATE SET number = excluded.number, stored_at = excluded.stored_at, text = excluded.text
       WHERE excluded.number >= bundle.number`,
    );
  }

  newest(): StoredBundle | undefined {
    return this.#newest.get();
  }

  /** Inside a group commit. A bundle with a lower number than the stored one changes nothing. */
  put(bundle: StoredBundle, now: number): void {
    this.#put.run(bundle.number, now, bundle.text);
  }
}
