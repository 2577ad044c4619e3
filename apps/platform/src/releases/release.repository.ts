import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';

const INSERT_RELEASE = `INSERT INTO releases (job, digest, way, policy_version, released_at)
  VALUES (:job, :digest, 'automatic', :policyVersion, :at)`;
const INSERT_RESULT = `INSERT INTO results (job, digest, body, visible, stored_at)
  VALUES (:job, :digest, :body, 1, :at)`;
const VISIBLE = `SELECT r.digest, r.body FROM results r JOIN releases e ON e.job = r.job AND e.digest = r.digest
  WHERE r.job = :job AND r.visible = 1`;
const DIGEST = 'SELECT digest FROM releases WHERE job = :job UNION ALL SELECT digest FROM reuses WHERE job = :job';
const INSERT_REUSE = `INSERT INTO reuses (job, source, digest, body, stored_at)
  VALUES (:job, :source, :digest, :body, :at)`;
const REUSED = 'SELECT digest, body FROM reuses WHERE job = :job';

export interface NewRelease {
  readonly job: string;
  readonly digest: string;
  readonly body: Uint8Array;
  readonly policyVersion: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** An answer that was derived from the release of `source`. */
export interface NewReuse {
  readonly job: string;
  readonly source: string;
  readonly digest: string;
  readonly body: Uint8Array;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface StoredBytes {
  readonly digest: string;
  readonly body: Uint8Array;
}

@Injectable()
export class ReleaseRepository {
  insert(writing: Writing, { job, digest, body, policyVersion, at }: NewRelease): void {
    writing.run(INSERT_RELEASE, { job, digest, policyVersion, at });
    writing.run(INSERT_RESULT, { job, digest, body, at });
  }

  insertReuse(writing: Writing, reuse: NewReuse): void {
    writing.run(INSERT_REUSE, { ...reuse });
  }

  visible(reading: Reading, job: string): StoredBytes | undefined {
    return reading.get(VISIBLE, { job });
  }

  reused(reading: Reading, job: string): StoredBytes | undefined {
    return reading.get(REUSED, { job });
  }

  digest(reading: Reading, job: string): string | undefined {
    return reading.get<{ digest: string }>(DIGEST, { job })?.digest;
  }
}
