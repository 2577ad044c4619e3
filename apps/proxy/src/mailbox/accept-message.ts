import { importIdentityPublic, readOuter, sha256Hex, verifyOuter, type OuterHeader } from '@dq0/encryption/verify';
import { PostMessage } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Clock, ProxyConfig } from '../config/index.ts';
import { ProxyDatabase } from '../database/index.ts';
import { Limits } from '../limits/index.ts';
import { ProxyError } from '../problems/index.ts';
import { Arrivals, PLATFORM_MAILBOX } from './arrivals.ts';
import { MessageRepository, type StoreOutcome } from './message.repository.ts';
import { RoomInStore } from './room-in-store.ts';

/** Longest validity of a message, and how far its date may lie in the future, milliseconds (protocol, message rules). */
const longestValidity = 24 * 3_600_000;
const clockDifference = 5 * 60_000;

const REFUSALS: Readonly<Record<Exclude<StoreOutcome, 'stored' | 'duplicate'>, () => ProxyError>> = {
  conflict: () => new ProxyError('MESSAGE_CONFLICT'),
  'over-quota': () => new ProxyError('QUOTA_EXCEEDED', { retryAfter: 60 }),
};

/** Takes a message from a client: verifies it, stores it, and answers only when it is on the disk. */
@Injectable()
export class AcceptMessage {
  readonly #config: ProxyConfig;
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #database: ProxyDatabase;
  readonly #messages: MessageRepository;
  readonly #room: RoomInStore;
  readonly #arrivals: Arrivals;

  constructor(
    config: ProxyConfig,
    clock: Clock,
    limits: Limits,
    database: ProxyDatabase,
    messages: MessageRepository,
    room: RoomInStore,
    arrivals: Arrivals,
  ) {
    this.#config = config;
    this.#clock = clock;
    this.#limits = limits;
    this.#database = database;
    this.#messages = messages;
    this.#room = room;
    this.#arrivals = arrivals;
  }

  /** @returns the message's id, once it is durable. The posted key is forgotten with the call. */
  async accept(posted: unknown): Promise<{ id: string }> {
    const { envelope, key } = parse(posted);
    const sender = await importIdentityPublic(key).catch((error: unknown) => {
      throw new ProxyError('KEY_INVALID', { cause: error });
    });
    const outer = await verifyOuter(envelope, sender).catch(() => {
      throw refusalOf(envelope, sender.thumbprint);
    });
    const now = this.#clock.now();
    this.#checkHeader(outer, now);
    this.#limits.countSender(outer.kid);
    this.#room.require();
    const digest = await sha256Hex(envelope);
    const message = { sender: outer.kid, id: outer.id, digest, envelope, expiresAt: outer.expiresAt.getTime() };
    const outcome = await this.#database.commits.enqueue(() => this.#messages.store(message, this.#config.quota, now));
    if (outcome === 'conflict' || outcome === 'over-quota') throw REFUSALS[outcome]();
    if (outcome === 'stored') this.#arrivals.announce(PLATFORM_MAILBOX);
    return { id: outer.id };
  }

  #checkHeader(outer: OuterHeader, now: number): void {
    if (outer.type !== 'request') throw new ProxyError('ENVELOPE_INVALID');
    if (outer.to !== this.#config.platform) throw new ProxyError('RECIPIENT_UNKNOWN');
    const issued = outer.issuedAt.getTime();
    const expires = outer.expiresAt.getTime();
    if (expires <= now) throw new ProxyError('MESSAGE_EXPIRED');
    if (issued > now + clockDifference || expires > issued + longestValidity) throw new ProxyError('MESSAGE_VALIDITY');
  }
}

function parse(posted: unknown): z.output<typeof PostMessage> {
  const parsed = PostMessage.safeParse(posted);
  if (!parsed.success) throw new ProxyError('BODY_INVALID');
  return parsed.data;
}

/** Says why a message did not verify; parsed again only here, so that a good one is parsed once. */
function refusalOf(envelope: string, thumbprint: string): ProxyError {
  try {
    return new ProxyError(readOuter(envelope).kid === thumbprint ? 'SIGNATURE_INVALID' : 'KEY_MISMATCH');
  } catch (error) {
    return new ProxyError('ENVELOPE_INVALID', { cause: error });
  }
}
