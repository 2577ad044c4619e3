import { Injectable } from '@nestjs/common';
import { sha256HexSync } from '@dq0/encryption';
import { ReleasedResult, type Measured, type ResultTable } from '@dq0/protocol';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import { ReleaseRepository, type NewRelease, type NewReuse, type StoredBytes } from './release.repository.ts';

/** Stored bytes are not the ones that were checked: nothing of them may leave. */
export class ReleaseBrokenError extends Error {
  override readonly name = 'ReleaseBrokenError';
  readonly code = 'RELEASE_BROKEN';
}

/** The only way to the bytes of a result: they are stored when they are released, and read only as released. */
@Injectable()
export class ReleaseGate {
  readonly #releases: ReleaseRepository;

  constructor(releases: ReleaseRepository) {
    this.#releases = releases;
  }

  /** Makes checked bytes readable. The database refuses it unless the checks passed on this very digest. */
  release(writing: Writing, release: NewRelease): void {
    this.#releases.insert(writing, release);
  }

  /** Keeps an answer that was derived from a released one. The database refuses it unless that is about the same data. */
  reuse(writing: Writing, reuse: Omit<NewReuse, 'digest' | 'body'>, table: ResultTable): void {
    const body = new TextEncoder().encode(JSON.stringify(table));
    this.#releases.insertReuse(writing, { ...reuse, digest: sha256HexSync(body), body });
  }

  /** Whether the answer of a job was derived from another one. */
  isReused(reading: Reading, job: string): boolean {
    return this.#releases.reused(reading, job) !== undefined;
  }

  /** Digest of what was released or derived, or null. */
  digest(reading: Reading, job: string): string | null {
    return this.#releases.digest(reading, job) ?? null;
  }

  /** The released or derived table, or null. @throws ReleaseBrokenError when the stored bytes were changed */
  table(reading: Reading, job: string): ResultTable | null {
    const stored = this.#releases.visible(reading, job) ?? this.#releases.reused(reading, job);
    if (stored === undefined) return null;
    const { measured: _kept, ...table } = read(job, stored);
    return table;
  }

  /** The noisy integers behind a released table, where they were kept. @throws ReleaseBrokenError likewise */
  measured(reading: Reading, job: string): Measured | undefined {
    const stored = this.#releases.visible(reading, job);
    return stored === undefined ? undefined : read(job, stored).measured;
  }
}

function read(job: string, { body, digest }: StoredBytes): ReleasedResult {
  if (sha256HexSync(body) !== digest) throw new ReleaseBrokenError(`the result of job ${job} was changed`);
  return ReleasedResult.parse(JSON.parse(new TextDecoder().decode(body)));
}
