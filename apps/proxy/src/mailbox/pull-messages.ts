import { sha256Hex } from '@dq0/encryption/verify';
import type { Logger } from '@dq0/node/logging';
import { PullRequest, type PullAnswer } from '@dq0/protocol';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { LOGGER } from '../config/index.ts';
import { ProxyDatabase } from '../database/index.ts';
import { PlatformInfo } from '../platform-info/index.ts';
import { ProxyError } from '../problems/index.ts';
import { Proofs } from '../proofs/index.ts';
import { Arrivals, PLATFORM_MAILBOX } from './arrivals.ts';
import { MessageRepository, type WaitingMessage } from './message.repository.ts';

/** Envelope bytes after which a page ends, however many messages were asked for. */
const pageBytes = 8 * 1024 * 1024;
/** Pulls that may wait at the same time; one platform needs one. */
const mostPulls = 8;

/** Hands messages to the platform; forgets their ciphertext once the platform says that it has stored them. */
@Injectable()
export class PullMessages {
  readonly #platform: PlatformInfo;
  readonly #proofs: Proofs;
  readonly #database: ProxyDatabase;
  readonly #messages: MessageRepository;
  readonly #arrivals: Arrivals;
  readonly #logger: Logger;
  #pulls = 0;

  constructor(
    platform: PlatformInfo,
    proofs: Proofs,
    database: ProxyDatabase,
    messages: MessageRepository,
    arrivals: Arrivals,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#platform = platform;
    this.#proofs = proofs;
    this.#database = database;
    this.#messages = messages;
    this.#arrivals = arrivals;
    this.#logger = logger;
  }

  /** `gone` ends the wait when the platform has hung up. */
  async pull(body: unknown, gone: AbortSignal): Promise<z.output<typeof PullAnswer>> {
    const parsed = PullRequest.safeParse(body);
    if (!parsed.success) throw new ProxyError('BODY_INVALID');
    const { proof, limit, waitSeconds } = parsed.data;
    const identity = await this.#platform.identity();
    const after = await this.#acknowledge(await this.#proofs.ofPlatform(proof, identity));
    const page = await this.#page(after, limit, waitSeconds * 1000, gone);
    return {
      cursor: page.at(-1)?.cursor ?? after,
      messages: page.map(({ cursor, envelope }) => ({ cursor, envelope })),
    };
  }

  /**
   * A cursor beyond the newest message was not given by this file (a clock that ran ahead, a foreign backup): nothing
   * is acknowledged by it, and delivery starts over; the platform knows each message by sender and id.
   */
  async #acknowledge(cursor: number): Promise<number> {
    if (cursor > this.#messages.newestCursor()) return 0;
    if (cursor > 0) await this.#database.commits.enqueue(() => this.#messages.acknowledge(cursor));
    return cursor;
  }

  async #page(after: number, limit: number, wait: number, gone: AbortSignal): Promise<WaitingMessage[]> {
    const first = await this.#intact(this.#messages.page(after, limit, pageBytes));
    if (first.length > 0 || wait === 0) return first;
    if (this.#pulls >= mostPulls) throw new ProxyError('RATE_LIMITED', { retryAfter: 1 });
    this.#pulls += 1;
    try {
      await this.#arrivals.next(PLATFORM_MAILBOX, wait, gone);
    } finally {
      this.#pulls -= 1;
    }
    return gone.aborted ? [] : this.#intact(this.#messages.page(after, limit, pageBytes));
  }

  /** Leaves out what the disk no longer gives back as it was stored: one flipped bit must not hold up the rest. */
  async #intact(page: readonly WaitingMessage[]): Promise<WaitingMessage[]> {
    const digests = await Promise.all(page.map((message) => sha256Hex(message.envelope)));
    const damaged = page.filter((message, index) => digests[index] !== message.digest);
    for (const { cursor } of damaged) {
      this.#logger.error('MESSAGE_DAMAGED', { cursor });
      await this.#database.commits.enqueue(() => this.#messages.drop(cursor));
    }
    return page.filter((message) => !damaged.includes(message));
  }
}
