import { sealMessage, type EncryptionPublicKey } from '@dq0/encryption';
import { Injectable } from '@nestjs/common';
import type { ReplyBody } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { PlatformKeys } from '../keys/platform-keys.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { GroupWrite } from './group-write.ts';
import type { MessageKey } from './message-key.ts';
import { OutboxRepository } from './outbox.repository.ts';
import { ReplyBell } from './reply-bell.ts';
import { ReplyKeys } from './reply-keys.ts';

const VALIDITY_MS = 24 * 3_600_000;
const AT_ONCE = 16;

/** Seals each reply once; the sealed bytes replace the plain ones and are what every duplicate gets. */
@Injectable()
export class ReplySealer {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #keys: PlatformKeys;
  readonly #replyKeys: ReplyKeys;
  readonly #outbox: OutboxRepository;
  readonly #writes: GroupWrite;
  readonly #bell: ReplyBell;
  readonly #log: PlatformLog;
  #number = 0;

  constructor(
    clock: Clock,
    unitOfWork: UnitOfWork,
    keys: PlatformKeys,
    replyKeys: ReplyKeys,
    outbox: OutboxRepository,
    writes: GroupWrite,
    bell: ReplyBell,
    log: PlatformLog,
  ) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#keys = keys;
    this.#replyKeys = replyKeys;
    this.#outbox = outbox;
    this.#writes = writes;
    this.#bell = bell;
    this.#log = log;
  }

  /** @param digest SHA-256 of the request that it answers */
  seal({ device, id }: MessageKey, digest: string, replyKey: EncryptionPublicKey, body: ReplyBody): Promise<string> {
    const issuedAt = this.#clock.now();
    this.#number += 1;
    return sealMessage({
      type: 'reply',
      sender: this.#keys.identity,
      recipient: { identity: device, encryption: replyKey },
      id,
      number: this.#number,
      issuedAt,
      expiresAt: new Date(issuedAt.getTime() + VALIDITY_MS),
      inReplyTo: digest,
      body,
    });
  }

  /** Seals a reply that a transaction stored plain. */
  async sealStored(key: MessageKey): Promise<void> {
    const reply = this.#unitOfWork.read((reading) => this.#outbox.plain(reading, key));
    if (reply === undefined) return;
    const replyKey = await this.#replyKeys.import(JSON.parse(reply.replyKey));
    const sealed = await this.seal(key, reply.digest, replyKey, JSON.parse(reply.plain) as ReplyBody);
    await this.#writes.write((writing) => this.#outbox.seal(writing, key, sealed));
    this.#bell.ring();
  }

  /** Seals what an earlier run left plain. One that cannot be sealed is reported, and keeps nobody waiting. */
  async sealLeftOver(): Promise<void> {
    const keys = this.#unitOfWork.read((reading) => this.#outbox.plainKeys(reading));
    for (let next = 0; next < keys.length; next += AT_ONCE) {
      const sealing = keys.slice(next, next + AT_ONCE).map((key) => this.sealStored(key));
      for (const outcome of await Promise.allSettled(sealing)) {
        if (outcome.status === 'rejected') this.#log.error('REPLY_NOT_SEALED', { error: outcome.reason });
      }
    }
  }
}
