import { Queue, type RedisOptions } from 'bullmq';
import { queueId, QueueUnavailableError, type JobQueue, type QueuedJob } from './job-queue.ts';

/** Milliseconds after which a command to Redis counts as failed; the reconciler tries again. */
const patience = 3000;

/**
 * A BullMQ queue that never repeats and keeps nothing of what has ended.
 * `onError` hears of lost connections; without a listener BullMQ would end the process.
 */
export function createQueue(name: string, connection: RedisOptions, onError: (error: Error) => void): Queue<QueuedJob> {
  const queue = new Queue<QueuedJob>(name, {
    connection,
    skipVersionCheck: true,
    defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
  });
  queue.on('error', onError);
  return queue;
}

export class BullmqJobQueue implements JobQueue {
  readonly #queue: Queue<QueuedJob>;

  constructor(queue: Queue<QueuedJob>) {
    this.#queue = queue;
  }

  async add({ job, attempt }: QueuedJob): Promise<void> {
    await withPatience(this.#queue.add('attempt', { job, attempt }, { jobId: queueId({ job, attempt }) }));
  }

  async remove(queued: QueuedJob): Promise<boolean> {
    const id = queueId(queued);
    // BullMQ also answers 1 for an id it does not know; an attempt picked up meanwhile is locked and stays.
    if ((await withPatience(this.#queue.getJobState(id))) !== 'waiting') return false;
    return (await withPatience(this.#queue.remove(id))) === 1;
  }

  async waiting(): Promise<readonly QueuedJob[]> {
    const jobs = await withPatience(this.#queue.getWaiting());
    return jobs.map((job) => job.data);
  }

  async close(): Promise<void> {
    await withPatience(this.#queue.close()).catch(() => this.#queue.disconnect());
  }
}

async function withPatience<Result>(command: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('Redis did not answer in time.')), patience);
  });
  try {
    return await Promise.race([command, late]);
  } catch (error) {
    throw new QueueUnavailableError('The job queue cannot be reached.', { cause: error });
  } finally {
    clearTimeout(timer);
    // A command that is given up on may fail later, with nobody left to hear it.
    command.catch(() => undefined);
  }
}
