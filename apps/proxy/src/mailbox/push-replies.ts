import { sha256Hex, verifyOuter, type IdentityPublicKey } from '@dq0/encryption/verify';
import type { Logger } from '@dq0/node/logging';
import { PushRequest, type PushAnswer } from '@dq0/protocol';
import { Inject, Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock, LOGGER, ProxyConfig } from '../config/index.ts';
import { ProxyDatabase } from '../database/index.ts';
import { PlatformInfo } from '../platform-info/index.ts';
import { ProxyError } from '../problems/index.ts';
import { Proofs } from '../proofs/index.ts';
import { Arrivals } from './arrivals.ts';
import { ReplyRepository } from './reply.repository.ts';

type PushedReply = z.output<typeof PushRequest>['replies'][number];
type Refusal = NonNullable<z.output<typeof PushAnswer>['refused']>[number];

/** Takes replies and the newest bundle from the platform. */
@Injectable()
export class PushReplies {
  readonly #config: ProxyConfig;
  readonly #clock: Clock;
  readonly #platform: PlatformInfo;
  readonly #proofs: Proofs;
  readonly #database: ProxyDatabase;
  readonly #replies: ReplyRepository;
  readonly #arrivals: Arrivals;
  readonly #logger: Logger;

  constructor(
    config: ProxyConfig,
    clock: Clock,
    platform: PlatformInfo,
    proofs: Proofs,
    database: ProxyDatabase,
    replies: ReplyRepository,
    arrivals: Arrivals,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#config = config;
    this.#clock = clock;
    this.#platform = platform;
    this.#proofs = proofs;
    this.#database = database;
    this.#replies = replies;
    this.#arrivals = arrivals;
    this.#logger = logger;
  }

  /**
   * `stored` counts the replies that are held here now, duplicates included. A reply that is refused (not sealed by
   * the platform to that recipient, expired, or another one is held under its id) costs only itself.
   */
  async push(body: unknown): Promise<z.output<typeof PushAnswer>> {
    const parsed = PushRequest.safeParse(body);
    if (!parsed.success) throw new ProxyError('BODY_INVALID');
    const { proof, replies, bundle } = parsed.data;
    const identity = bundle === undefined ? await this.#platform.identity() : await this.#platform.identityIn(bundle);
    await this.#proofs.ofPlatform(proof, identity);
    if (bundle !== undefined) await this.#platform.accept(bundle);
    const refused = (await Promise.all(replies.map((reply) => this.#take(reply, identity)))).filter(isRefusal);
    return { stored: replies.length - refused.length, ...(refused.length > 0 ? { refused } : {}) };
  }

  /** Each reply is verified by itself, because the proof covers the asking, not the body. */
  async #take({ recipient, id, envelope }: PushedReply, identity: IdentityPublicKey): Promise<Refusal | undefined> {
    const now = this.#clock.now();
    const refuse = (reason: Refusal['reason']): Refusal => {
      this.#logger.warn('REPLY_REFUSED', { id, thumbprint: recipient, verdict: reason });
      return { recipient, id, reason };
    };
    const outer = await verifyOuter(envelope, identity).catch(() => undefined);
    if (outer?.type !== 'reply' || outer.to !== recipient) return refuse('invalid');
    const expires = outer.expiresAt.getTime();
    if (expires <= now) return refuse('expired');
    const expiresAt = Math.min(expires, now + this.#config.replyMilliseconds);
    const reply = { recipient, id, envelope, digest: await sha256Hex(envelope), expiresAt };
    const outcome = await this.#database.commits.enqueue(() => this.#replies.store(reply, now));
    if (outcome === 'stored') this.#arrivals.announce(recipient);
    return outcome === 'conflict' ? refuse('conflict') : undefined;
  }
}

function isRefusal(refusal: Refusal | undefined): refusal is Refusal {
  return refusal !== undefined;
}
