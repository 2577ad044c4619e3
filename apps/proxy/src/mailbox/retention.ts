import type { Logger } from '@dq0/node/logging';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock, LOGGER } from '../config/index.ts';
import { ProxyDatabase } from '../database/index.ts';
import { MessageRepository } from './message.repository.ts';
import { ReplyRepository } from './reply.repository.ts';

const every = 10_000;
/** Rows of one transaction, so that a sweep never holds up the messages that wait for their commit. */
const batch = 500;

/** Removes what has expired: messages whether delivered or not, and replies whether read or not. */
@Injectable()
export class Retention implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #clock: Clock;
  readonly #database: ProxyDatabase;
  readonly #messages: MessageRepository;
  readonly #replies: ReplyRepository;
  readonly #logger: Logger;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    clock: Clock,
    database: ProxyDatabase,
    messages: MessageRepository,
    replies: ReplyRepository,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#clock = clock;
    this.#database = database;
    this.#messages = messages;
    this.#replies = replies;
    this.#logger = logger;
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.sweep().catch((error: unknown) => this.#logger.error('SWEEP_FAILED', { error }));
    }, every);
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer);
  }

  /** Returns how many rows went. */
  async sweep(): Promise<number> {
    const now = this.#clock.now();
    let total = 0;
    for (const repository of [this.#messages, this.#replies]) {
      for (let removed = batch; removed === batch; total += removed) {
        removed = await this.#database.commits.enqueue(() => repository.sweep(now, batch));
      }
    }
    if (total > 0) this.#logger.info('SWEPT', { count: total });
    return total;
  }
}
