import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PrivacyEvent } from '@dq0/accounting';
import { canonicalJson, sha256HexSync } from '@dq0/encryption';
import { GENESIS, isSameJoin, type AccountJoin } from './account.ts';

const StatementOfAccount = z.strictObject({
  name: z.string(),
  entity: z.string(),
  unitKind: z.enum(['row', 'entity']),
  epsilon: z.number(),
  delta: z.number(),
});
/** Everything needed to charge a spend again when the database has lost it, its account included. */
export const JournalEntry = z.strictObject({
  account: StatementOfAccount,
  events: z.array(PrivacyEvent),
  planFingerprint: z.string(),
  versions: z.record(z.string(), z.union([z.string(), z.number()])),
  actor: z.string(),
  project: z.string().optional(),
  openedAt: z.int(),
});
export type JournalEntry = z.infer<typeof JournalEntry>;

/** Everything needed to join accounts again. */
const JoinEntry = z.strictObject({
  account: StatementOfAccount,
  predecessors: z.array(StatementOfAccount),
  by: z.string(),
  at: z.int(),
});
/** Stands in the place of a job: a line that is no spend. */
const JOIN = 'join';

/** A spend's name in the journal; neither part holds a blank. */
export interface SpendKey {
  readonly job: string;
  readonly account: string;
}

/** The journal was changed by someone, or its disk fails: nothing may be opened on it. */
export class JournalBrokenError extends Error {
  override readonly name = 'JournalBrokenError';
  readonly code = 'JOURNAL_BROKEN';
}

/** The journal says something else about this very spend or join, and what it says is never taken back. */
export class JournalConflictError extends Error {
  override readonly name = 'JournalConflictError';
  readonly code = 'JOURNAL_CONFLICT';
}

/** Hash, job, account, entry as JSON. */
const LINE = /^([0-9a-f]{64}) (\S+) (\S+) (\{.*\})$/;

/**
 * Append-only file of opened spends and joined accounts, outside the database and its backups: one line each, chained by hash.
 * `append` returns only when the line is on the disk, so a database that is lost or set back can never forget a spend.
 */
export class SpendJournal {
  readonly #descriptor: number;
  /** Where the line of a spend begins, and its length, in bytes. */
  readonly #places = new Map<string, readonly [start: number, length: number]>();
  #head = GENESIS;
  #size = 0;
  #broken = false;

  /** Opens or creates the file; a last line without its end was never acknowledged and is cut off. */
  constructor(file: string) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    this.#descriptor = openSync(file, 'a+', 0o600);
    try {
      this.#readAll(readFileSync(file));
      ftruncateSync(this.#descriptor, this.#size);
      fsyncSync(this.#descriptor);
      syncFolder(path.dirname(file));
    } catch (error) {
      closeSync(this.#descriptor);
      throw error;
    }
  }

  has({ job, account }: SpendKey): boolean {
    return this.#places.has(keyOf({ job, account }));
  }

  /** Every spend of the journal, oldest first. */
  *spends(): Generator<SpendKey> {
    for (const key of this.#keys()) if (key.job !== JOIN) yield key;
  }

  /** Every join of accounts, oldest first. */
  *joins(): Generator<AccountJoin> {
    for (const key of this.#keys()) if (key.job === JOIN) yield JoinEntry.parse(this.#read(key));
  }

  /** The join that made this account, or undefined. */
  join(account: string): AccountJoin | undefined {
    const key = { job: JOIN, account };
    return this.has(key) ? JoinEntry.parse(this.#read(key)) : undefined;
  }

  /** The join that takes this account over, or undefined. */
  joinOf(predecessor: string): AccountJoin | undefined {
    return [...this.joins()].find(({ predecessors }) => predecessors.some(({ name }) => name === predecessor));
  }

  /** What a line says. Throws JournalBrokenError when there is none or it cannot be read. */
  entry(key: SpendKey): JournalEntry {
    return JournalEntry.parse(this.#read(key));
  }

  *#keys(): Generator<SpendKey> {
    for (const key of this.#places.keys()) {
      const [job = '', account = ''] = key.split(' ');
      yield { job, account };
    }
  }

  #read(key: SpendKey): unknown {
    const [start, length] = this.#places.get(keyOf(key)) ?? [0, 0];
    const bytes = Buffer.alloc(length);
    readSync(this.#descriptor, bytes, 0, length, start);
    const json = LINE.exec(bytes.toString('utf8'))?.[4];
    if (json === undefined) throw new JournalBrokenError(`spend.journal cannot be read at byte ${start}.`);
    return JSON.parse(json);
  }

  /**
   * Durable when it returns; a spend that is there already is not written twice. Throws when the disk refuses.
   * @throws JournalConflictError when the journal says something else about this spend
   */
  append(job: string, entry: JournalEntry): void {
    const key = { job, account: entry.account.name };
    if (!this.has(key)) this.#append(key, entry);
    else if (!isSameSpend(this.entry(key), entry)) throw conflict(`job ${job} on account ${key.account}`);
  }

  /**
   * Like `append`, for accounts that become one.
   * @throws JournalConflictError when the journal made this account of others, or with other terms
   */
  appendJoin(join: AccountJoin): void {
    const account = join.account.name;
    const known = this.join(account);
    if (known === undefined) this.#append({ job: JOIN, account }, JoinEntry.parse(join));
    else if (!isSameJoin(known, join)) throw conflict(`the join into account ${account}`);
  }

  #append(key: SpendKey, entry: JournalEntry | z.infer<typeof JoinEntry>): void {
    if (this.#broken) throw new JournalBrokenError('spend.journal could not be made durable; restart the platform.');
    const rest = `${keyOf(key)} ${JSON.stringify(entry)}`;
    const hash = lineHash(this.#head, rest);
    const line = Buffer.from(`${hash} ${rest}\n`);
    this.#write(line);
    this.#places.set(keyOf(key), [this.#size, line.length - 1]);
    this.#size += line.length;
    this.#head = hash;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #write(line: Uint8Array): void {
    try {
      for (let written = 0; written < line.length;) written += writeSync(this.#descriptor, line, written);
    } catch (error) {
      // A full disk may have taken half of it.
      ftruncateSync(this.#descriptor, this.#size);
      throw error;
    }
    try {
      fsyncSync(this.#descriptor);
    } catch (error) {
      // After a failed fsync the kernel may have dropped the pages: only a new start knows what the disk really has.
      this.#broken = true;
      throw error;
    }
  }

  #readAll(bytes: Buffer): void {
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, this.#size)) {
      const line = LINE.exec(bytes.toString('utf8', this.#size, end));
      const [, hash = '', job = '', account = ''] = line ?? [];
      if (line === null || hash !== lineHash(this.#head, line[0].slice(hash.length + 1))) {
        throw new JournalBrokenError(
          `spend.journal does not hold together at line ${this.#places.size + 1}: it was changed or damaged. ` +
            'Move the file away to start with every account it may have touched closed.',
        );
      }
      this.#places.set(keyOf({ job, account }), [this.#size, end - this.#size]);
      this.#head = hash;
      this.#size = end + 1;
    }
  }
}

/** When it was opened may differ: the transaction of an earlier try may have failed. */
function isSameSpend({ openedAt: _before, ...one }: JournalEntry, { openedAt: _now, ...other }: JournalEntry): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

function conflict(what: string): JournalConflictError {
  return new JournalConflictError(
    `spend.journal has another statement about ${what}; what it holds is never taken back, so this one was refused.`,
  );
}

function lineHash(previous: string, rest: string): string {
  return sha256HexSync(`${previous} ${rest}`);
}

function keyOf({ job, account }: SpendKey): string {
  return `${job} ${account}`;
}

/** A new file is only there for good once its folder is on the disk. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
