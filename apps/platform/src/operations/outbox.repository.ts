import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { MessageKey } from './message-key.ts';

/** A reply that is not sealed yet. */
export interface PlainReply extends MessageKey {
  readonly proxy: string;
  /** SHA-256 of the request that it answers. */
  readonly digest: string;
  /** JSON of the public key to seal to. */
  readonly replyKey: string;
  /** JSON of the reply's body. */
  readonly plain: string;
  readonly createdAt: number;
  readonly keepUntil: number;
}

export type SealedReply = Omit<PlainReply, 'replyKey' | 'plain'> & { readonly sealed: string };

export interface DueReply extends MessageKey {
  readonly sealed: string;
}

const INSERT = `INSERT INTO outbox (device, id, proxy, digest, reply_key, plain, sealed, created_at, keep_until)
  VALUES (@device, @id, @proxy, @digest, @replyKey, @plain, @sealed, @createdAt, @keepUntil)`;
const PLAIN = `SELECT device, id, proxy, digest, reply_key AS replyKey, plain, created_at AS createdAt,
  keep_until AS keepUntil FROM outbox WHERE device = @device AND id = @id AND plain IS NOT NULL`;
const PLAIN_KEYS = 'SELECT device, id FROM outbox WHERE plain IS NOT NULL ORDER BY created_at';
const SEAL = `UPDATE outbox SET sealed = @sealed, plain = NULL, reply_key = NULL
  WHERE device = @device AND id = @id AND plain IS NOT NULL`;
const DUE = `SELECT device, id, sealed FROM outbox
  WHERE pushed_at IS NULL AND sealed IS NOT NULL AND (proxy = @proxy OR created_at < @strandedSince)
  ORDER BY created_at LIMIT @limit`;
const PUSHED = 'UPDATE outbox SET pushed_at = @now WHERE device = @device AND id = @id AND sealed IS NOT NULL';
const REQUEST = 'UPDATE outbox SET proxy = @proxy, pushed_at = NULL WHERE device = @device AND id = @id';
/** A reply that no proxy took yet is kept for a month. */
const FORGET = `DELETE FROM outbox WHERE keep_until < @now AND (pushed_at IS NOT NULL OR created_at < @abandoned)`;
const MONTH_MS = 30 * 24 * 3_600_000;

/** The one reply of each message: plain until it is sealed, then the bytes that every duplicate gets. */
@Injectable()
export class OutboxRepository {
  insertPlain(writing: Writing, reply: PlainReply): void {
    writing.run(INSERT, { ...reply, sealed: null });
  }

  insertSealed(writing: Writing, reply: SealedReply): void {
    writing.run(INSERT, { ...reply, plain: null, replyKey: null });
  }

  plain(reading: Reading, { device, id }: MessageKey): PlainReply | undefined {
    return reading.get<PlainReply>(PLAIN, { device, id });
  }

  plainKeys(reading: Reading): MessageKey[] {
    return reading.all<MessageKey>(PLAIN_KEYS);
  }

  /** Keeps the sealed bytes and erases the plain ones. */
  seal(writing: Writing, { device, id }: MessageKey, sealed: string): void {
    writing.run(SEAL, { device, id, sealed });
  }

  /** What this proxy is to be given: replies to what it carried, and those that their own proxy did not take in time. */
  due(reading: Reading, proxy: string, strandedSince: number, limit: number): DueReply[] {
    return reading.all<DueReply>(DUE, { proxy, strandedSince, limit });
  }

  markPushed(writing: Writing, { device, id }: MessageKey, now: number): void {
    writing.run(PUSHED, { device, id, now });
  }

  /** The stored reply goes out again, to the proxy that carried the duplicate. @returns false while there is none */
  pushAgain(writing: Writing, { device, id }: MessageKey, proxy: string): boolean {
    return writing.run(REQUEST, { device, id, proxy }) === 1;
  }

  forget(writing: Writing, now: number): number {
    return writing.run(FORGET, { now, abandoned: now - MONTH_MS });
  }
}
