import type { SqliteDatabase } from '@dq0/node/sqlite';
import { Injectable } from '@nestjs/common';
import { SpoolDatabase } from '../spool/index.ts';

export interface DataVersion {
  readonly dataset: string;
  readonly version: number;
  /** SHA-256 of the ingestion order's canonical JSON. */
  readonly orderDigest: string;
  /** SHA-256 of the secret that a grant must carry. */
  readonly accessDigest: string;
  /** The answer as JSON. */
  readonly answer: string;
  /** Where a data version that is a database lies, as JSON; null for files. */
  readonly source: string | null;
}

interface Row {
  readonly order_digest: string;
  readonly access_digest: string;
  readonly answer: string;
  readonly source: string | null;
}

@Injectable()
export class DataVersionsRepository {
  readonly #database: SqliteDatabase;

  constructor(spool: SpoolDatabase) {
    this.#database = spool.handle;
  }

  find(dataset: string, version: number): DataVersion | undefined {
    const row = this.#database
      .prepare<[string, number], Row>(
        'SELECT order_digest, access_digest, answer, source FROM data_versions WHERE dataset = ? AND version = ?',
      )
      .get(dataset, version);
    if (!row) return undefined;
    const { order_digest: orderDigest, access_digest: accessDigest, answer, source } = row;
    return { dataset, version, orderDigest, accessDigest, answer, source };
  }

  insert({ dataset, version, orderDigest, accessDigest, answer, source }: DataVersion): void {
    this.#database
      .prepare(
        `INSERT INTO data_versions (dataset, version, order_digest, access_digest, answer, source, read_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(dataset, version, orderDigest, accessDigest, answer, source, new Date().toISOString());
  }

  remove(dataset: string, version: number): void {
    this.#database.prepare('DELETE FROM data_versions WHERE dataset = ? AND version = ?').run(dataset, version);
  }
}
