import type { JobOrder } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { ServiceFailure } from '../failures/index.ts';
import type { Attempt, AttemptId, NewEvent, Output } from './attempt.ts';
import { AttemptsRepository } from './attempts.repository.ts';
import { EventFeed } from './event-feed.ts';
import { FileStore } from './file-store.ts';

const closedDays = 30;

/** The durable life of an attempt: each method is one transaction, on the disk when it returns. */
@Injectable()
export class Spool {
  readonly #attempts: AttemptsRepository;
  readonly #feed: EventFeed;
  readonly #files: FileStore;

  constructor(attempts: AttemptsRepository, feed: EventFeed, files: FileStore) {
    this.#attempts = attempts;
    this.#feed = feed;
    this.#files = files;
    attempts.forgetClosed(new Date(Date.now() - closedDays * 86_400_000));
    this.#sweep();
  }

  find(id: AttemptId): Attempt | undefined {
    return this.#attempts.find(id);
  }

  all(): Attempt[] {
    return this.#attempts.all();
  }

  hasFile(sha256: string): boolean {
    return this.#attempts.hasFile(sha256);
  }

  /** Takes an order; the same one again changes nothing. An older attempt that has no grant yet is superseded. */
  order(order: JobOrder, digest: string): 'created' | 'known' {
    return this.#attempts.write(() => {
      const known = this.#attempts.find(order);
      if (known) {
        if (known.digest === digest) return 'known';
        throw new ServiceFailure(order.epoch < known.epoch ? 'EPOCH_OLD' : 'ORDER_CONFLICT');
      }
      if (order.epoch <= this.#attempts.newestEpoch(order.job)) throw new ServiceFailure('EPOCH_OLD');
      for (const older of this.#attempts.ofJob(order.job)) {
        if (older.phase === 'granted' || older.phase === 'running') throw new ServiceFailure('ORDER_RUNNING');
        this.#attempts.move(older, ['ordered', 'picked'], 'superseded');
      }
      this.#attempts.insert(order, digest);
      return 'created';
    });
  }

  /** A worker holds the id. False when there is nothing to run: no order, or not for the first time. */
  pick(id: AttemptId): boolean {
    return this.#announce(() => {
      const attempt = this.#attempts.find(id);
      if (!attempt || !this.#attempts.move(id, ['ordered'], 'picked')) return false;
      this.#attempts.addEvent(attempt, { type: 'picked' });
      return true;
    });
  }

  grant(id: AttemptId, credential: string | null = null): boolean {
    return this.#attempts.write(() => {
      if (!this.#attempts.move(id, ['picked'], 'granted')) return false;
      this.#attempts.setCredential(id, credential);
      return true;
    });
  }

  /** To be called before the plugin is told: from here on the attempt is this run folder's, or nobody's. */
  begin(id: AttemptId, runFolder: string): boolean {
    return this.#attempts.write(() => {
      if (!this.#attempts.move(id, ['granted'], 'running')) return false;
      this.#attempts.setRun(id, runFolder, 0);
      return true;
    });
  }

  /** Back to the fetch, for a run folder whose supervisor ended before it noted the job: no plugin has seen it. */
  rewind(id: AttemptId): boolean {
    return this.#attempts.write(() => {
      if (!this.#attempts.move(id, ['running'], 'granted')) return false;
      this.#attempts.setRun(id, null, 0);
      return true;
    });
  }

  /** Events read from a run folder up to `offset`. */
  progress(attempt: Attempt, events: readonly NewEvent[], offset: number): void {
    this.#announce(() => {
      if (this.#attempts.find(attempt)?.phase !== 'running') return;
      for (const event of events) this.#attempts.addEvent(attempt, event);
      this.#attempts.setRun(attempt, attempt.runFolder, offset);
    });
  }

  /** The outputs are in the file store already; those of an attempt that was closed meanwhile are nobody's. */
  finish(attempt: Attempt, outputs: readonly Output[], events: readonly NewEvent[]): void {
    const finished = this.#announce(() => {
      if (!this.#attempts.move(attempt, ['running'], 'finished')) return false;
      this.#attempts.setCredential(attempt, null);
      for (const output of outputs) this.#attempts.addOutput(attempt, output);
      for (const event of events) this.#attempts.addEvent(attempt, event);
      return true;
    });
    if (!finished) this.#sweep();
  }

  /** `passing`: events that came before the failure and are not in the feed yet. */
  fail(attempt: Attempt, reason: string, passing: readonly NewEvent[] = []): void {
    this.#announce(() => {
      if (!this.#attempts.move(attempt, ['picked', 'granted', 'running'], 'failed')) return;
      this.#attempts.setCredential(attempt, null);
      for (const event of passing) this.#attempts.addEvent(attempt, event);
      this.#attempts.addEvent(attempt, { type: 'failed', reason: reason.slice(0, 4000) });
    });
  }

  /** Forgets order, files and events. */
  close(attempt: Attempt): void {
    for (const orphan of this.#attempts.write(() => this.#attempts.close(attempt))) this.#files.remove(orphan);
    this.#sweep();
  }

  /**
   * Removes files that no attempt names: a service that was killed between its database and its folder leaves such. Not
   * while an attempt runs, whose files come first and its entry after them.
   */
  #sweep(): void {
    if (this.#attempts.anyRunning()) return;
    for (const sha256 of this.#files.all()) if (!this.#attempts.hasFile(sha256)) this.#files.remove(sha256);
  }

  #announce<Result>(work: () => Result): Result {
    const result = this.#attempts.write(work);
    this.#feed.ring();
    return result;
  }
}
