import { Injectable } from '@nestjs/common';
import type BetterSqlite3 from 'better-sqlite3';

type Parameters = Record<string, string | number | bigint | Uint8Array | null>;
/** Known to this file alone: without it nobody makes a token. */
const MAKER = Symbol('unit of work');

/** Reads on one connection; inside a write it sees the write's own rows. Statements are prepared once per text. */
export class Reading {
  readonly #prepare: (sql: string) => BetterSqlite3.Statement;

  constructor(maker: symbol, prepare: (sql: string) => BetterSqlite3.Statement) {
    if (maker !== MAKER) throw new TypeError('only UnitOfWork makes a Reading or a Writing');
    this.#prepare = prepare;
  }

  get<T>(sql: string, parameters: Parameters = {}): T | undefined {
    return this.#prepare(sql).get(parameters) as T | undefined;
  }

  all<T>(sql: string, parameters: Parameters = {}): T[] {
    return this.#prepare(sql).all(parameters) as T[];
  }

  protected statement(sql: string): BetterSqlite3.Statement {
    return this.#prepare(sql);
  }
}

/** The token of an open transaction: a repository's write methods take it, so a write outside one does not compile. */
export class Writing extends Reading {
  readonly #isOpen: () => boolean;

  constructor(maker: symbol, prepare: (sql: string) => BetterSqlite3.Statement, isOpen: () => boolean) {
    super(maker, prepare);
    this.#isOpen = isOpen;
  }

  /** @returns rows changed @throws TypeError when the token was kept beyond its transaction */
  run(sql: string, parameters: Parameters = {}): number {
    if (!this.#isOpen()) throw new TypeError('the transaction of this Writing has ended');
    return this.statement(sql).run(parameters).changes;
  }
}

type NotAPromise<T> = T extends PromiseLike<unknown> ? never : T;

/**
 * The one writer. `write` runs a synchronous function in BEGIN IMMEDIATE on the driver's own handle: JavaScript cannot
 * interleave it, so nobody else's statement falls into its transaction. A nested `write` joins the open transaction.
 */
@Injectable()
export class UnitOfWork {
  readonly #writer: BetterSqlite3.Database;
  readonly #reading: Reading;
  readonly #writing: Writing;
  #depth = 0;
  #afterCommit: (() => void)[] = [];

  constructor(writer: BetterSqlite3.Database, reader: BetterSqlite3.Database) {
    this.#writer = writer;
    this.#reading = new Reading(MAKER, cachedPrepare(reader));
    this.#writing = new Writing(MAKER, cachedPrepare(writer), () => this.#isOpen());
  }

  /** Reads committed rows; inside a `write` it reads through the open transaction. */
  read<T>(work: (reading: Reading) => T): T {
    return work(this.#depth > 0 ? this.#writing : this.#reading);
  }

  /**
   * @throws whatever `work` throws, after everything it wrote was rolled back; TypeError when it returns a promise.
   */
  write<T>(work: (writing: Writing) => NotAPromise<T>): T {
    if (this.#depth > 0) return this.#nested(work);
    this.#writer.exec('BEGIN IMMEDIATE');
    this.#depth = 1;
    let result: T;
    try {
      result = refusePromise(work(this.#writing));
      this.#writer.exec('COMMIT');
    } catch (error) {
      this.#afterCommit = [];
      if (this.#isOpen()) this.#writer.exec('ROLLBACK');
      throw error;
    } finally {
      this.#depth = 0;
    }
    const due = this.#afterCommit;
    this.#afterCommit = [];
    for (const step of due) step();
    return result;
  }

  /** Runs `step` once the outermost transaction is durable; never when it is rolled back. For wake-ups, not for effects. */
  afterCommit(step: () => void): void {
    if (this.#depth === 0) throw new TypeError('afterCommit belongs inside write');
    this.#afterCommit.push(step);
  }

  #isOpen(): boolean {
    return this.#writer.inTransaction;
  }

  #nested<T>(work: (writing: Writing) => NotAPromise<T>): T {
    // A savepoint outside a transaction would begin, and on release commit, one of its own.
    if (!this.#isOpen()) throw new Error('SQLite has rolled the open transaction back');
    const savepoint = `nested_${this.#depth}`;
    const steps = this.#afterCommit.length;
    this.#writer.exec(`SAVEPOINT ${savepoint}`);
    this.#depth += 1;
    try {
      const result = refusePromise(work(this.#writing));
      this.#writer.exec(`RELEASE ${savepoint}`);
      return result;
    } catch (error) {
      this.#afterCommit.length = steps;
      // A disk that is full may already have rolled everything back; then there is no savepoint to return to.
      if (this.#isOpen()) this.#writer.exec(`ROLLBACK TO ${savepoint}; RELEASE ${savepoint}`);
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }
}

function refusePromise<T>(value: T): T {
  if (value !== null && typeof value === 'object' && 'then' in value) {
    throw new TypeError('the work of a transaction must be synchronous, but it returned a promise');
  }
  return value;
}

function cachedPrepare(database: BetterSqlite3.Database): (sql: string) => BetterSqlite3.Statement {
  const prepared = new Map<string, BetterSqlite3.Statement>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
}
