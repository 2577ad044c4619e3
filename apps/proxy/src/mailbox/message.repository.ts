import { Injectable } from '@nestjs/common';
import { ProxyDatabase } from '../database/index.ts';
import { sizeClass } from './size-class.ts';

export interface MessageToStore {
  readonly sender: string;
  readonly id: string;
  /** SHA-256 of the envelope text. */
  readonly digest: string;
  readonly envelope: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export interface WaitingMessage {
  readonly cursor: number;
  readonly digest: string;
  readonly envelope: string;
}

export type StoreOutcome = 'stored' | 'duplicate' | 'conflict' | 'over-quota';

/** Messages on their way to the platform. Methods that write run inside a group commit. */
@Injectable()
export class MessageRepository {
  readonly #known;
  readonly #mailbox;
  readonly #insertMessage;
  readonly #insertSealed;
  readonly #page;
  readonly #newest;
  readonly #acknowledge;
  readonly #drop;
  readonly #sweepSealed;
  readonly #sweep;

  constructor(database: ProxyDatabase) {
    const prepare = database.handle.prepare.bind(database.handle);
    this.#known = prepare('SELECT digest FROM message WHERE sender = ? AND id = ?').pluck();
    this.#mailbox = prepare('SELECT messages, bytes FROM mailbox WHERE sender = ?');
    this.#insertMessage = prepare(
      'INSERT INTO message (sender, id, digest, size_class, stored_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#insertSealed = prepare('INSERT INTO sealed (cursor, sender, bytes, envelope) VALUES (?, ?, ?, ?)');
    this.#page = prepare(
      `SELECT sealed.cursor, digest, envelope FROM sealed JOIN message USING (cursor)
       WHERE sealed.cursor > ? ORDER BY sealed.cursor LIMIT ?`,
    );
    this.#newest = prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'message'`).pluck();
    this.#acknowledge = prepare('DELETE FROM sealed WHERE cursor <= ?');
    this.#drop = prepare('DELETE FROM sealed WHERE cursor = ?');
    const expired = 'SELECT cursor FROM message WHERE expires_at <= ? ORDER BY expires_at LIMIT ?';
    this.#sweepSealed = prepare(`DELETE FROM sealed WHERE cursor IN (${expired})`);
    this.#sweep = prepare(`DELETE FROM message WHERE cursor IN (${expired})`);
  }

  store(
    message: MessageToStore,
    quota: { readonly messages: number; readonly bytes: number },
    now: number,
  ): StoreOutcome {
    const known = this.#known.get(message.sender, message.id);
    if (known !== undefined) return known === message.digest ? 'duplicate' : 'conflict';
    const bytes = message.envelope.length;
    const held = this.#mailbox.get(message.sender) as { messages: number; bytes: number } | undefined;
    if (held && (held.messages >= quota.messages || held.bytes + bytes > quota.bytes)) return 'over-quota';
    const { sender, id, digest, envelope, expiresAt } = message;
    const { lastInsertRowid } = this.#insertMessage.run(sender, id, digest, sizeClass(bytes), now, expiresAt);
    this.#insertSealed.run(lastInsertRowid, sender, bytes, envelope);
    return 'stored';
  }

  /** The next messages after a cursor: at most `limit`, and no further one once `bytes` are reached. */
  page(after: number, limit: number, bytes: number): WaitingMessage[] {
    const page: WaitingMessage[] = [];
    let size = 0;
    for (const row of this.#page.iterate(after, limit) as IterableIterator<WaitingMessage>) {
      page.push(row);
      size += row.envelope.length;
      if (size >= bytes) break;
    }
    return page;
  }

  /** Cursor of the newest message that was ever stored; no later one gets a lower number. */
  newestCursor(): number {
    return (this.#newest.get() as number | undefined) ?? 0;
  }

  /** Forgets the ciphertext up to a cursor. Sender, id and digest stay until the message expires. */
  acknowledge(upTo: number): number {
    return this.#acknowledge.run(upTo).changes;
  }

  /** Forgets the ciphertext of one message that is damaged. */
  drop(cursor: number): void {
    this.#drop.run(cursor);
  }

  /** Removes up to `limit` expired messages, delivered or not. Returns how many. */
  sweep(now: number, limit: number): number {
    this.#sweepSealed.run(now, limit);
    return this.#sweep.run(now, limit).changes;
  }
}
