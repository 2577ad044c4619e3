import type { Logger } from '@dq0/node/logging';
import { createWorker, redisConnection, type JobWorker as QueueWorker } from '@dq0/node/queue';
import { JOBS_QUEUE } from '@dq0/protocol';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LOGGER, ServiceConfig } from '../config/index.ts';
import { LocalExecutor } from '../executors/index.ts';
import { Spool } from '../spool/index.ts';
import { AttemptRunner } from './attempt-runner.ts';

const stopMilliseconds = 2000;

/**
 * Takes ids off the queue. The queue says when; the spool says whether: an id without an order, or of an attempt that
 * was picked before, is dropped. Attempts that were on their way when the service ended go on without the queue.
 */
@Injectable()
export class JobWorker implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #config: ServiceConfig;
  readonly #spool: Spool;
  readonly #runner: AttemptRunner;
  readonly #executor: LocalExecutor;
  readonly #logger: Logger;
  #worker: QueueWorker | undefined;
  #lastError = '';

  constructor(
    config: ServiceConfig,
    spool: Spool,
    runner: AttemptRunner,
    executor: LocalExecutor,
    @Inject(LOGGER) logger: Logger,
  ) {
    this.#config = config;
    this.#spool = spool;
    this.#runner = runner;
    this.#executor = executor;
    this.#logger = logger;
  }

  async onApplicationBootstrap(): Promise<void> {
    const attempts = this.#spool.all();
    const resumed = attempts.filter(({ phase }) => ['picked', 'granted', 'running'].includes(phase));
    await this.#executor.sweep(new Set(resumed.flatMap(({ runFolder }) => runFolder ?? [])));
    for (const attempt of resumed) {
      this.#logger.info('ATTEMPT_RESUMED', { job: attempt.job, attempt: attempt.attempt, phase: attempt.phase });
      void this.#runner.run(attempt);
    }
    this.#worker = createWorker(
      {
        name: JOBS_QUEUE,
        connection: redisConnection(this.#config.redisUrl),
        concurrency: this.#config.workers,
        onError: (error) => this.#noteError(error),
      },
      async (id) => {
        if (this.#spool.pick(id)) await this.#runner.run(id);
        else this.#logger.info('ID_DROPPED', { job: id.job, attempt: id.attempt });
      },
    );
  }

  async onModuleDestroy(): Promise<void> {
    const closed = this.#worker?.close(true).catch((error: unknown) => this.#noteError(error as Error));
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, stopMilliseconds).unref())]);
  }

  /** A Redis that is away fails many times a second; each kind of failure is logged when it begins. */
  #noteError(error: Error): void {
    const kind = (error as { code?: string }).code ?? error.name;
    if (kind === this.#lastError) return;
    this.#lastError = kind;
    this.#logger.warn('QUEUE_ERROR', { error });
  }
}
