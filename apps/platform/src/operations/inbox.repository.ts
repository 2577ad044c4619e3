import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { MessageKey } from './message-key.ts';

export interface ReceivedMessage extends MessageKey {
  /** SHA-256 of the envelope's text. */
  readonly digest: string;
  /** Origin of the proxy that carried it (last). */
  readonly proxy: string;
  readonly envelope: string;
  readonly receivedAt: number;
  readonly keepUntil: number;
}

const INSERT = `INSERT INTO inbox (device, id, digest, proxy, envelope, received_at, keep_until)
  VALUES (@device, @id, @digest, @proxy, @envelope, @receivedAt, @keepUntil) ON CONFLICT DO NOTHING`;
const OPEN = `SELECT device, id, digest, proxy, envelope, received_at AS receivedAt, keep_until AS keepUntil
  FROM inbox WHERE device = @device AND id = @id AND envelope IS NOT NULL`;
const OPEN_KEYS = 'SELECT device, id FROM inbox WHERE envelope IS NOT NULL ORDER BY received_at, rowid';
const DIGEST = 'SELECT digest FROM inbox WHERE device = @device AND id = @id';
const CARRIER = 'SELECT proxy FROM inbox WHERE device = @device AND id = @id';
const CARRIED_BY = 'UPDATE inbox SET proxy = @proxy WHERE device = @device AND id = @id';
const CLOSE = 'UPDATE inbox SET envelope = NULL WHERE device = @device AND id = @id AND envelope IS NOT NULL';
const FORGET = 'DELETE FROM inbox WHERE keep_until < @now AND envelope IS NULL';

/** Messages that were accepted; each holds its sealed text until it is answered, and its id until it is forgotten. */
@Injectable()
export class InboxRepository {
  /** @returns false when this id of this sender was accepted before */
  accept(writing: Writing, message: ReceivedMessage): boolean {
    return writing.run(INSERT, { ...message }) === 1;
  }

  open(reading: Reading, { device, id }: MessageKey): ReceivedMessage | undefined {
    return reading.get<ReceivedMessage>(OPEN, { device, id });
  }

  openKeys(reading: Reading): MessageKey[] {
    return reading.all<MessageKey>(OPEN_KEYS);
  }

  digest(reading: Reading, { device, id }: MessageKey): string | undefined {
    return reading.get<{ digest: string }>(DIGEST, { device, id })?.digest;
  }

  /** Origin of the proxy that brought it last. */
  carrier(reading: Reading, { device, id }: MessageKey): string | undefined {
    return reading.get<{ proxy: string }>(CARRIER, { device, id })?.proxy;
  }

  carriedBy(writing: Writing, { device, id }: MessageKey, proxy: string): void {
    writing.run(CARRIED_BY, { device, id, proxy });
  }

  /** @returns false when it was answered before: then this answer must not count */
  close(writing: Writing, { device, id }: MessageKey): boolean {
    return writing.run(CLOSE, { device, id }) === 1;
  }

  forget(writing: Writing, now: number): number {
    return writing.run(FORGET, { now });
  }
}
