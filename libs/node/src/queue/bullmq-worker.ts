import { Worker, type RedisOptions } from 'bullmq';
import type { QueuedJob } from './job-queue.ts';

export interface WorkerSettings {
  readonly name: string;
  readonly connection: RedisOptions;
  /** Attempts at the same time; 1 unless given. */
  readonly concurrency?: number;
  /** Connection errors and attempts found stalled or failed, for the log. */
  readonly onError: (error: Error) => void;
}

export interface JobWorker {
  /** Stops taking attempts and waits for the running ones, or only for their locks when `force` is set. */
  close(force?: boolean): Promise<void>;
}

/**
 * Takes attempts off the queue. An attempt whose worker vanished fails instead of running a second time
 * (`maxStalledCount: 0`): with BullMQ's default a stopped worker and its replacement both ran the same attempt to the end.
 */
export function createWorker(settings: WorkerSettings, process: (queued: QueuedJob) => Promise<void>): JobWorker {
  const worker = new Worker<QueuedJob>(settings.name, (job) => process(job.data), {
    connection: settings.connection,
    concurrency: settings.concurrency ?? 1,
    skipVersionCheck: true,
    maxStalledCount: 0,
    maxStartedAttempts: 1,
    lockDuration: 5000,
    stalledInterval: 2000,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  });
  worker.on('error', settings.onError);
  worker.on('failed', (_job, error) => settings.onError(error));
  return { close: (force = false) => worker.close(force) };
}
