import { Injectable } from '@nestjs/common';
import { sha256HexSync } from '@dq0/encryption';
import { ResultTable } from '@dq0/protocol';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import { ReleaseRepository, type NewRelease } from './release.repository.ts';

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

  /** Digest of what was released, or null. */
  digest(reading: Reading, job: string): string | null {
    return this.#releases.digest(reading, job) ?? null;
  }

  /** The released table, or null. @throws ReleaseBrokenError when the stored bytes were changed */
  table(reading: Reading, job: string): ResultTable | null {
    const stored = this.#releases.visible(reading, job);
    if (stored === undefined) return null;
    if (sha256HexSync(stored.body) !== stored.digest)
      throw new ReleaseBrokenError(`the result of job ${job} was changed`);
    return ResultTable.parse(JSON.parse(new TextDecoder().decode(stored.body)));
  }
}
