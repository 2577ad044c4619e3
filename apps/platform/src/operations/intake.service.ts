import { sha256Hex } from '@dq0/encryption';
import { Injectable } from '@nestjs/common';
import type { Writing } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { GroupWrite } from './group-write.ts';
import { HighWater } from './high-water.ts';
import { InboxRepository, type ReceivedMessage } from './inbox.repository.ts';
import type { MessageKey } from './message-key.ts';
import { MessageProcessor } from './message-processor.ts';
import { OutboxRepository } from './outbox.repository.ts';
import { RequestOpener } from './request-opener.ts';
import { ReplyBell } from './reply-bell.ts';
import { isForgotten, keepIdUntil } from './time-rules.ts';

/**
 * Where messages come in. What a batch held is durable, or was refused for good, when `receive` resolves: only then
 * may the proxy forget it. What does not verify is dropped and counted, and nothing is sent.
 */
@Injectable()
export class IntakeService {
  readonly #opener: RequestOpener;
  readonly #highWater: HighWater;
  readonly #inbox: InboxRepository;
  readonly #outbox: OutboxRepository;
  readonly #writes: GroupWrite;
  readonly #processor: MessageProcessor;
  readonly #bell: ReplyBell;
  readonly #log: PlatformLog;
  #dropped = 0;

  constructor(
    opener: RequestOpener,
    highWater: HighWater,
    inbox: InboxRepository,
    outbox: OutboxRepository,
    writes: GroupWrite,
    processor: MessageProcessor,
    bell: ReplyBell,
    log: PlatformLog,
  ) {
    this.#opener = opener;
    this.#highWater = highWater;
    this.#inbox = inbox;
    this.#outbox = outbox;
    this.#writes = writes;
    this.#processor = processor;
    this.#bell = bell;
    this.#log = log;
  }

  /** Messages that did not verify, since the start. */
  get dropped(): number {
    return this.#dropped;
  }

  /**
   * @param proxy origin of the proxy that carried them
   * @param note runs in the same transaction: the proxy's cursor moves with what it acknowledges
   */
  async receive(proxy: string, envelopes: readonly string[], note: (writing: Writing) => void): Promise<void> {
    await this.#processor.room();
    const checked = await Promise.all(envelopes.map((envelope) => this.#check(proxy, envelope)));
    const messages = checked.filter((message) => message !== undefined);
    const accepted = await this.#writes.write((writing) => {
      this.#highWater.keep(writing);
      note(writing);
      return messages.map((message) => this.#accept(writing, message)).filter((key) => key !== undefined);
    });
    for (const key of accepted) this.#processor.add(key);
    if (accepted.length < messages.length) this.#bell.ring();
  }

  async #check(proxy: string, envelope: string): Promise<ReceivedMessage | undefined> {
    try {
      const header = await this.#opener.verify(envelope);
      const now = this.#highWater.now();
      if (isForgotten(header, now)) throw new TypeError('an id that may have been forgotten');
      return {
        device: header.kid,
        id: header.id,
        digest: await sha256Hex(envelope),
        proxy,
        envelope,
        receivedAt: now,
        keepUntil: keepIdUntil(header, now),
      };
    } catch {
      this.#drop(proxy);
      return undefined;
    }
  }

  /** A new message is kept; a known one brings its stored reply out again, or joins the one that is being answered. */
  #accept(writing: Writing, message: ReceivedMessage): MessageKey | undefined {
    const { device, id, proxy, digest } = message;
    if (this.#inbox.accept(writing, message)) return { device, id };
    if (this.#inbox.digest(writing, message) !== digest) this.#drop(proxy);
    else if (!this.#outbox.pushAgain(writing, message, proxy)) this.#inbox.carriedBy(writing, message, proxy);
    return undefined;
  }

  #drop(origin: string): void {
    this.#dropped += 1;
    this.#log.warn('MESSAGE_DROPPED', { origin, count: this.#dropped });
  }
}
