/** All that a queue carries: one attempt of one job. What the job is stays in the databases of platform and service. */
export interface QueuedJob {
  /** UUID of the job. */
  readonly job: string;
  /** Counts from 1. */
  readonly attempt: number;
}

/**
 * Says when and where an attempt runs, never whether: losing the queue loses nothing, because the reconciler adds again
 * what is due. Adding an attempt twice is harmless while it waits or runs; no attempt is ever repeated by the queue.
 */
export interface JobQueue {
  /** @throws QueueUnavailableError; the attempt may or may not have been added, so add it again. */
  add(queued: QueuedJob): Promise<void>;
  /** Takes back an attempt that still waits. False when it is unknown or already picked up. */
  remove(queued: QueuedJob): Promise<boolean>;
  close(): Promise<void>;
}

export class QueueUnavailableError extends Error {
  override readonly name = 'QueueUnavailableError';
  readonly code = 'QUEUE_UNAVAILABLE';
}

/** The queue's id of an attempt. A colon has a meaning of its own in BullMQ. */
export function queueId({ job, attempt }: QueuedJob): string {
  return `${job}.${attempt}`;
}
