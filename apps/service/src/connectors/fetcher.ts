import type { AcceptedPlan } from '@dq0/protocol';
import type { Logger } from '@dq0/node/logging';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { LOGGER, ServiceConfig } from '../config/index.ts';
import { WarmPool } from '../executors/index.ts';
import { LineProcessError, type LineProcess } from '../line-process/index.ts';
import { findOwnRuntime } from '../runtimes/index.ts';
import { FetchAnswer } from './fetch-answer.ts';
import { FetchError } from './fetch-error.ts';
import { startOwnPython } from './own-python.ts';

const threads = 2;

export interface FetchRequest {
  /** Path of a Parquet file per table name. */
  readonly tables: Readonly<Record<string, string>>;
  readonly statements: z.infer<typeof AcceptedPlan>['statements'];
  /** Folder for the Arrow files. */
  readonly output: string;
  readonly mostBytes: number;
}

/** Runs compiled statements, each fetch in a worker of its own that then ends. */
@Injectable()
export class Fetcher implements OnModuleInit, OnModuleDestroy {
  readonly #config: ServiceConfig;
  readonly #pool: WarmPool<LineProcess>;

  constructor(config: ServiceConfig, @Inject(LOGGER) logger: Logger) {
    this.#config = config;
    this.#pool = new WarmPool({
      size: config.warm,
      make: async () => startOwnPython(await findOwnRuntime(config.runtimes), ['fetch'], config.fetchMemoryMiB),
      usable: (worker) => worker.alive,
      discard: (worker) => {
        worker.kill();
        return Promise.resolve();
      },
      onError: (error) => logger.error('FETCH_WORKER_UNSTARTABLE', { error }),
    });
  }

  onModuleInit(): void {
    this.#pool.refill();
  }

  onModuleDestroy(): Promise<void> {
    return this.#pool.close();
  }

  /** To be called when nothing urgent is going on. */
  refill(): void {
    this.#pool.refill();
  }

  /** File name per statement name. Reading changes nothing, so a worker that was killed is replaced once. */
  async fetch(request: FetchRequest): Promise<Record<string, string>> {
    const said = await this.#ask(request)
      .catch((error: unknown) => (endedEarly(error) ? this.#ask(request) : Promise.reject(error as Error)))
      .catch((cause: unknown) => {
        const late = endedEarly(cause) ? 'The fetch worker ended twice.' : 'The data could not be read in time.';
        throw new FetchError(late, { cause });
      });
    const answer = FetchAnswer.parse(said);
    if (!answer.ok) throw new FetchError(`The data could not be read (${answer.reason}).`);
    return answer.files;
  }

  async #ask(request: FetchRequest): Promise<unknown> {
    const worker = await this.#pool.take();
    try {
      const { fetchMemoryMiB: memoryMiB, fetchMilliseconds } = this.#config;
      return await worker.ask({ ...request, memoryMiB, threads }, fetchMilliseconds);
    } finally {
      worker.kill();
    }
  }
}

function endedEarly(error: unknown): boolean {
  return error instanceof LineProcessError && error.code === 'LINE_ENDED';
}
