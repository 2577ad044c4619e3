import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { ExchangeService } from './exchange.service.ts';
import { FairQueue } from './fair-queue.ts';
import { InboxRepository } from './inbox.repository.ts';
import type { MessageKey } from './message-key.ts';

/** Messages in hand at once: most of them wait (a result, a password's turn) and hold a few kilobytes each. */
const MOST_IN_HAND = 1024;
/** What one device may have in hand. */
const MOST_OF_DEVICE = 128;
/** Known by key only; beyond it no more are pulled. */
const MOST_WAITING = 8192;
/** A device with more of them is told to come back. */
const MOST_WAITING_OF_DEVICE = 2048;
const RETRY_MS = 1000;

/** Answers what was accepted, a bounded number at a time, device by device. */
@Injectable()
export class MessageProcessor {
  readonly #unitOfWork: UnitOfWork;
  readonly #inbox: InboxRepository;
  readonly #exchanges: ExchangeService;
  readonly #log: PlatformLog;
  readonly #waiting = new FairQueue(MOST_OF_DEVICE);
  readonly #roomWanted: (() => void)[] = [];
  readonly #idleWanted: (() => void)[] = [];
  #count = 0;
  #stopped = false;

  constructor(unitOfWork: UnitOfWork, inbox: InboxRepository, exchanges: ExchangeService, log: PlatformLog) {
    this.#unitOfWork = unitOfWork;
    this.#inbox = inbox;
    this.#exchanges = exchanges;
    this.#log = log;
  }

  /** Takes up what an earlier run accepted and did not answer. */
  resume(): void {
    for (const key of this.#unitOfWork.read((reading) => this.#inbox.openKeys(reading))) this.add(key);
  }

  add(key: MessageKey): void {
    this.#waiting.add(key);
    this.#start();
  }

  /** Resolves when there is room for another batch. */
  async room(): Promise<void> {
    while (this.#waiting.size >= MOST_WAITING) {
      await new Promise<void>((resolve) => this.#roomWanted.push(resolve));
    }
  }

  /** Starts no more, and waits until what is in hand ended, or `ms` at most. */
  async stop(ms: number): Promise<void> {
    this.#stopped = true;
    if (this.#count === 0) return;
    await new Promise<void>((resolve) => {
      this.#idleWanted.push(resolve);
      setTimeout(resolve, ms).unref();
    });
  }

  #start(): void {
    while (!this.#stopped && this.#count < MOST_IN_HAND) {
      const key = this.#waiting.take();
      if (key === undefined) return;
      this.#count += 1;
      void this.#process(key).finally(() => this.#ended(key));
    }
  }

  #ended(key: MessageKey): void {
    this.#count -= 1;
    this.#waiting.done(key);
    for (const resolve of this.#roomWanted.splice(0)) resolve();
    if (this.#count === 0) for (const resolve of this.#idleWanted.splice(0)) resolve();
    this.#start();
  }

  async #process(key: MessageKey): Promise<void> {
    try {
      await this.#exchanges.conclude(key, this.#waiting.waitingOf(key.device) > MOST_WAITING_OF_DEVICE);
    } catch (error) {
      // The store refused (a full disk): the message is still in the inbox, and nothing of it happened.
      this.#log.error('MESSAGE_RETRIED', { error });
      if (!this.#stopped) setTimeout(() => this.add(key), RETRY_MS).unref();
    }
  }
}
