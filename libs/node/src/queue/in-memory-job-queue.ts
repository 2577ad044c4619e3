import { queueId, QueueUnavailableError, type JobQueue, type QueuedJob } from './job-queue.ts';

/** A queue inside one process: the same promises as the real one, for a quarantine without Redis and for tests. */
export class InMemoryJobQueue implements JobQueue {
  readonly #waiting = new Map<string, QueuedJob>();
  readonly #running = new Set<string>();
  #process: ((queued: QueuedJob) => Promise<void>) | undefined;
  #closed = false;

  add(queued: QueuedJob): Promise<void> {
    if (this.#closed) return Promise.reject(new QueueUnavailableError('The queue is closed.'));
    const id = queueId(queued);
    if (!this.#running.has(id) && !this.#waiting.has(id)) this.#waiting.set(id, queued);
    this.#next();
    return Promise.resolve();
  }

  remove(queued: QueuedJob): Promise<boolean> {
    return Promise.resolve(this.#waiting.delete(queueId(queued)));
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#process = undefined;
    return Promise.resolve();
  }

  waiting(): Promise<readonly QueuedJob[]> {
    return Promise.resolve([...this.#waiting.values()]);
  }

  /** Starts taking attempts, one at a time; a failed one is forgotten, as in the real queue. */
  work(process: (queued: QueuedJob) => Promise<void>): void {
    this.#process = process;
    this.#next();
  }

  #next(): void {
    const process = this.#process;
    const first = this.#waiting.entries().next();
    if (process === undefined || first.done || this.#running.size > 0) return;
    const [id, queued] = first.value;
    this.#waiting.delete(id);
    this.#running.add(id);
    const finished = (): void => {
      this.#running.delete(id);
      this.#next();
    };
    void process(queued).then(finished, finished);
  }
}
