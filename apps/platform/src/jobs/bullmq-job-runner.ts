import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { JobQueue } from '@dq0/node/queue';
import { BullmqJobQueue, createQueue, redisConnection } from '@dq0/node/queue';
import { JOBS_QUEUE, type Grant, type JobOrder } from '@dq0/protocol';
import { PlatformConfig } from '../config/platform-config.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { ServiceSealer } from '../service-link/service-sealer.ts';
import { ServiceClient, ServiceRefusal } from '../service-link/service-client.ts';
import type { Attempt, HeldAttempt } from './attempt.ts';
import { GrantRefusedError, JobRunner, OrderRefusedError, OutputMissingError } from './job-runner.ts';

/** The service's words for an attempt that still needs something of the platform. */
const PHASES: ReadonlyMap<string, HeldAttempt['phase']> = new Map([
  ['ordered', 'waiting'],
  ['picked', 'picked'],
]);

/** Orders lie in the service's spool; Redis carries ids only and may lose them. */
@Injectable()
export class BullmqJobRunner extends JobRunner implements OnApplicationShutdown {
  readonly #service: ServiceClient;
  readonly #sealer: ServiceSealer;
  readonly #queue: JobQueue;
  readonly #log: PlatformLog;

  constructor(service: ServiceClient, sealer: ServiceSealer, config: PlatformConfig, log: PlatformLog) {
    super();
    this.#service = service;
    this.#sealer = sealer;
    this.#log = log;
    const onError = (error: Error): void => log.debug('REDIS_UNAVAILABLE', { error });
    this.#queue = new BullmqJobQueue(createQueue(JOBS_QUEUE, redisConnection(config.redisUrl), onError));
  }

  override async submit(order: JobOrder): Promise<void> {
    await this.#putOrder(order);
    await this.#queue.add({ job: order.job, attempt: order.attempt });
  }

  override async grant(grant: Grant): Promise<void> {
    try {
      await this.#service.putGrant(grant, await this.#sealer.grant(grant));
    } catch (error) {
      if (!(error instanceof ServiceRefusal)) throw error;
      if (error.code === 'CREDENTIAL_UNREADABLE') throw new GrantRefusedError(error.message, { cause: error });
      // The attempt has ended or is not there: its own event says so, or the reconciler finds out.
      this.#log.warn('GRANT_REFUSED', { job: grant.job, attempt: grant.attempt, code: error.code });
    }
  }

  override async output(sha256: string): Promise<Uint8Array> {
    try {
      return await this.#service.file(sha256);
    } catch (error) {
      if (error instanceof ServiceRefusal) throw new OutputMissingError('the output is gone', { cause: error });
      throw error;
    }
  }

  override async forget(attempt: Attempt): Promise<void> {
    await this.#service.forgetJob(attempt);
  }

  override async held(): Promise<readonly HeldAttempt[]> {
    const jobs = await this.#service.jobs();
    return jobs.map(({ job, attempt, phase }) => ({ job, attempt, phase: PHASES.get(phase) ?? 'beyond' }));
  }

  async #putOrder(order: JobOrder): Promise<void> {
    try {
      // Before the order, so that a service of another platform refuses while everything can still be given back.
      await this.#sealer.introduce();
      await this.#service.putOrder(order);
    } catch (error) {
      if (!(error instanceof ServiceRefusal) || error.status >= 500) throw error;
      const closed = error.code === 'EPOCH_OLD' || error.code === 'ORDER_CONFLICT';
      throw new OrderRefusedError(`the service refused the order: ${error.code}`, closed, error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#queue.close();
  }
}
