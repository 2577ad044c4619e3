import { Injectable } from '@nestjs/common';
import { Clock, ProxyConfig } from '../config/index.ts';
import { ProxyDatabase } from '../database/index.ts';
import { ProxyError } from '../problems/index.ts';

/** Part of the file that messages may fill; the rest is for the replies to them. */
const shareOfMessages = 0.8;
const measureEvery = 200;

/** Whether the file has room for messages, measured a few times a second. */
@Injectable()
export class RoomInStore {
  readonly #config: ProxyConfig;
  readonly #clock: Clock;
  readonly #database: ProxyDatabase;
  #measuredAt = Number.NEGATIVE_INFINITY;
  #full = false;

  constructor(config: ProxyConfig, clock: Clock, database: ProxyDatabase) {
    this.#config = config;
    this.#clock = clock;
    this.#database = database;
  }

  /** @throws ProxyError STORE_FULL */
  require(): void {
    const now = this.#clock.now();
    if (Math.abs(now - this.#measuredAt) >= measureEvery) {
      this.#measuredAt = now;
      this.#full = this.#database.usedBytes() > this.#config.storeBytes * shareOfMessages;
    }
    if (this.#full) throw new ProxyError('STORE_FULL', { retryAfter: 60 });
  }
}
