import type { SqliteDatabase } from '@dq0/node/sqlite';
import type { JobOrder } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import type { Attempt, AttemptId, NewEvent, Output, Phase } from './attempt.ts';
import { SpoolDatabase } from './spool-database.ts';

interface Row {
  readonly job: string;
  readonly attempt: number;
  readonly epoch: number;
  readonly digest: string;
  readonly body: string;
  readonly phase: Phase;
  readonly credential: string | null;
  readonly run_folder: string | null;
  readonly run_offset: number;
}
const columns = 'job, attempt, epoch, digest, body, phase, credential, run_folder, run_offset';

/** Orders, their phases, outputs and events. A method is one statement; `write` makes several one transaction. */
@Injectable()
export class AttemptsRepository {
  readonly #database: SqliteDatabase;

  constructor(spool: SpoolDatabase) {
    this.#database = spool.handle;
  }

  /** Runs synchronous work in one transaction that is on the disk when this returns. */
  write<Result>(work: () => Result): Result {
    return this.#database.transaction(work).immediate();
  }

  find({ job, attempt }: AttemptId): Attempt | undefined {
    const row = this.#database
      .prepare<[string, number], Row>(`SELECT ${columns} FROM attempts WHERE job = ? AND attempt = ?`)
      .get(job, attempt);
    return row && read(row);
  }

  ofJob(job: string): Attempt[] {
    return this.#database
      .prepare<[string], Row>(`SELECT ${columns} FROM attempts WHERE job = ? ORDER BY attempt`)
      .all(job)
      .map(read);
  }

  all(): Attempt[] {
    return this.#database.prepare<[], Row>(`SELECT ${columns} FROM attempts ORDER BY job, attempt`).all().map(read);
  }

  /** The newest epoch that was ever seen of a job, closed attempts included; 0 for a new job. */
  newestEpoch(job: string): number {
    const found = this.#database
      .prepare<[string, string], { epoch: number | null }>(
        `SELECT max(epoch) AS epoch FROM (SELECT epoch FROM attempts WHERE job = ?
         UNION ALL SELECT epoch FROM closed_attempts WHERE job = ?)`,
      )
      .get(job, job);
    return found?.epoch ?? 0;
  }

  insert(order: JobOrder, digest: string): void {
    this.#database
      .prepare(
        `INSERT INTO attempts (job, attempt, epoch, digest, body, phase, changed_at) VALUES (?, ?, ?, ?, ?, 'ordered', ?)`,
      )
      .run(order.job, order.attempt, order.epoch, digest, JSON.stringify(order), now());
  }

  /** Moves an attempt from one of `from` to `to`; false when it was in none of them. */
  move({ job, attempt }: AttemptId, from: readonly Phase[], to: Phase): boolean {
    const places = from.map(() => '?').join(', ');
    return (
      this.#database
        .prepare(`UPDATE attempts SET phase = ?, changed_at = ? WHERE job = ? AND attempt = ? AND phase IN (${places})`)
        .run(to, now(), job, attempt, ...from).changes === 1
    );
  }

  setCredential({ job, attempt }: AttemptId, credential: string | null): void {
    this.#database
      .prepare('UPDATE attempts SET credential = ? WHERE job = ? AND attempt = ?')
      .run(credential, job, attempt);
  }

  setRun({ job, attempt }: AttemptId, runFolder: string | null, runOffset: number): void {
    this.#database
      .prepare('UPDATE attempts SET run_folder = ?, run_offset = ? WHERE job = ? AND attempt = ?')
      .run(runFolder, runOffset, job, attempt);
  }

  addEvent({ job, attempt, epoch }: AttemptId & { epoch: number }, event: NewEvent): void {
    this.#database
      .prepare('INSERT INTO events (job, attempt, epoch, time, body) VALUES (?, ?, ?, ?, ?)')
      .run(job, attempt, epoch, now(), JSON.stringify(event));
  }

  addOutput({ job, attempt }: AttemptId, output: Output): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO outputs (job, attempt, path, sha256, bytes) VALUES (?, ?, ?, ?, ?)')
      .run(job, attempt, output.path, output.sha256, output.bytes);
  }

  /** Forgets an attempt but for its epoch. Returns the digests of files that nothing refers to any more. */
  close({ job, attempt, epoch }: AttemptId & { epoch: number }): string[] {
    const digests = this.#database
      .prepare<[string, number], { sha256: string }>('SELECT sha256 FROM outputs WHERE job = ? AND attempt = ?')
      .all(job, attempt)
      .map(({ sha256 }) => sha256);
    for (const table of ['outputs', 'events', 'attempts']) {
      this.#database.prepare(`DELETE FROM ${table} WHERE job = ? AND attempt = ?`).run(job, attempt);
    }
    this.#database
      .prepare('INSERT OR REPLACE INTO closed_attempts (job, attempt, epoch, closed_at) VALUES (?, ?, ?, ?)')
      .run(job, attempt, epoch, now());
    return digests.filter((digest) => !this.hasFile(digest));
  }

  hasFile(sha256: string): boolean {
    return this.#database.prepare('SELECT 1 FROM outputs WHERE sha256 = ? LIMIT 1').get(sha256) !== undefined;
  }

  anyRunning(): boolean {
    return this.#database.prepare(`SELECT 1 FROM attempts WHERE phase = 'running' LIMIT 1`).get() !== undefined;
  }

  /** Forgets epochs of attempts closed before `time`: their orders have long expired at the platform. */
  forgetClosed(time: Date): void {
    this.#database.prepare('DELETE FROM closed_attempts WHERE closed_at < ?').run(time.toISOString());
  }
}

const now = (): string => new Date().toISOString();

function read(row: Row): Attempt {
  const { job, attempt, epoch, digest, phase, credential } = row;
  const order = JSON.parse(row.body) as JobOrder;
  return {
    job,
    attempt,
    epoch,
    digest,
    order,
    phase,
    credential,
    runFolder: row.run_folder,
    runOffset: row.run_offset,
  };
}
