import { Injectable } from '@nestjs/common';
import { ProxyDatabase } from '../database/index.ts';
import { sizeClass } from './size-class.ts';

export interface ReplyToStore {
  readonly recipient: string;
  /** Id of the request it answers. */
  readonly id: string;
  readonly digest: string;
  readonly envelope: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface StoredReply {
  readonly cursor: number;
  readonly id: string;
  readonly envelope: string;
}

/** Sealed replies on their way to devices. Methods that write run inside a group commit. */
@Injectable()
export class ReplyRepository {
  readonly #known;
  readonly #insert;
  readonly #find;
  readonly #after;
  readonly #sweep;

  constructor(database: ProxyDatabase) {
    const prepare = database.handle.prepare.bind(database.handle);
    this.#known = prepare('SELECT digest FROM reply WHERE recipient = ? AND id = ?').pluck();
    this.#insert = prepare(
      `INSERT INTO reply (recipient, id, digest, size_class, stored_at, expires_at, envelope)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#find = prepare('SELECT cursor, id, envelope FROM reply WHERE recipient = ? AND id = ?');
    this.#after = prepare(
      'SELECT cursor, id, envelope FROM reply WHERE recipient = ? AND cursor > ? ORDER BY cursor LIMIT ?',
    );
    this.#sweep = prepare(
      'DELETE FROM reply WHERE cursor IN (SELECT cursor FROM reply WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)',
    );
  }

  /** The first reply to a request stays; the same bytes again are a duplicate, others a conflict. */
  store(reply: ReplyToStore, now: number): 'stored' | 'duplicate' | 'conflict' {
    const known = this.#known.get(reply.recipient, reply.id);
    if (known !== undefined) return known === reply.digest ? 'duplicate' : 'conflict';
    const { recipient, id, digest, envelope, expiresAt } = reply;
    this.#insert.run(recipient, id, digest, sizeClass(envelope.length), now, expiresAt, envelope);
    return 'stored';
  }

  find(recipient: string, id: string): StoredReply | undefined {
    return this.#find.get(recipient, id) as StoredReply | undefined;
  }

  after(recipient: string, cursor: number, limit: number): StoredReply[] {
    return this.#after.all(recipient, cursor, limit) as StoredReply[];
  }

  sweep(now: number, limit: number): number {
    return this.#sweep.run(now, limit).changes;
  }
}
