import type { Statement } from 'better-sqlite3';
import type { SqliteDatabase } from './open-database.ts';

/** Too much work waits already; nothing was stored, try again later. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';
  readonly code = 'STORE_BUSY';
}

/** The file could not be written or is damaged. Nothing more is accepted: what the disk holds is not known. */
export class StoreBrokenError extends Error {
  override readonly name = 'StoreBrokenError';
  readonly code = 'STORE_BROKEN';
}

export interface GroupCommitOptions {
  /** Most works in one transaction; 256 unless given. */
  readonly batch?: number;
  /** Most works that may wait; beyond it `enqueue` refuses. 10,000 unless given. */
  readonly pending?: number;
  /** Called once when the store breaks; the process should stop then. */
  readonly onBroken?: (error: unknown) => void;
}

/** A result that is not a promise: SQLite's transaction ends before any promise settles. */
export type Settled<Result> = Result extends PromiseLike<unknown> ? never : Result;

interface Item {
  readonly work: (database: SqliteDatabase) => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Many small writes, one fsync. Works wait for the next turn of the event loop and then run in one
 * `BEGIN IMMEDIATE … COMMIT`, each under a savepoint of its own so that a bad one costs only itself. A promise settles
 * after the commit, never before: what was resolved is on the disk.
 */
export class GroupCommit {
  readonly #database: SqliteDatabase;
  readonly #savepoint: Statement;
  readonly #release: Statement;
  readonly #batch: number;
  readonly #pending: number;
  readonly #onBroken: ((error: unknown) => void) | undefined;
  #queue: Item[] = [];
  #scheduled = false;
  #broken: StoreBrokenError | undefined;

  constructor(database: SqliteDatabase, options: GroupCommitOptions = {}) {
    this.#database = database;
    this.#savepoint = database.prepare('SAVEPOINT item');
    this.#release = database.prepare('RELEASE item');
    this.#batch = options.batch ?? 256;
    this.#pending = options.pending ?? 10_000;
    this.#onBroken = options.onBroken;
  }

  /** Works that wait for their commit. */
  get waiting(): number {
    return this.#queue.length;
  }

  enqueue<Result>(work: (database: SqliteDatabase) => Settled<Result>): Promise<Result> {
    if (this.#broken) return Promise.reject(this.#broken);
    if (this.#queue.length >= this.#pending) return Promise.reject(new StoreBusyError('Too many writes wait.'));
    return new Promise<Result>((resolve, reject) => {
      this.#queue.push({ work, resolve: resolve, reject });
      this.#schedule();
    });
  }

  /** Commits what waits now, for an orderly stop. */
  drain(): void {
    while (this.#queue.length > 0) this.#commitBatch();
  }

  #schedule(): void {
    if (this.#scheduled || this.#queue.length === 0) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#commitBatch();
      this.#schedule();
    });
  }

  #commitBatch(): void {
    const items = this.#queue.slice(0, this.#batch);
    this.#queue = this.#queue.slice(this.#batch);
    if (items.length === 0) return;
    const settle: (() => void)[] = [];
    try {
      if (this.#broken) throw this.#broken;
      this.#database.exec('BEGIN IMMEDIATE');
      for (const item of items) settle.push(this.#runOne(item));
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#giveUp(items, error);
      return;
    }
    for (const tell of settle) tell();
  }

  #runOne({ work, resolve, reject }: Item): () => void {
    this.#savepoint.run();
    try {
      const value = work(this.#database);
      if (isPromiseLike(value))
        throw new TypeError('Work of a transaction must be synchronous; it returned a promise.');
      this.#release.run();
      return () => resolve(value as never);
    } catch (error) {
      // SQLite may have ended the whole transaction (disk full, I/O error); then no work of this batch was kept.
      if (!this.#database.inTransaction) throw error;
      this.#database.exec('ROLLBACK TO item');
      this.#release.run();
      if (isFatal(error)) throw error;
      return () => reject(error);
    }
  }

  #giveUp(items: readonly Item[], error: unknown): void {
    try {
      if (this.#database.inTransaction) this.#database.exec('ROLLBACK');
    } catch (rollback) {
      this.#break(rollback);
    }
    if (isFatal(error)) this.#break(error);
    for (const item of items) item.reject(this.#broken ?? error);
  }

  /** After a failed fsync a later one may lie about the same pages, so there is no way back but a restart. */
  #break(error: unknown): void {
    if (this.#broken) return;
    this.#broken = new StoreBrokenError('The database file cannot be written reliably.', { cause: error });
    this.#onBroken?.(error);
  }
}

function isPromiseLike(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

function isFatal(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^SQLITE_(IOERR|CORRUPT|NOTADB|READONLY|CANTOPEN)/.test(code);
}
