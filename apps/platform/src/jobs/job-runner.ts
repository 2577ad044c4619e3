import type { Grant, JobOrder } from '@dq0/protocol';
import type { Attempt, HeldAttempt } from './attempt.ts';

/** Where attempts run, as a port. Every call is idempotent by (job, attempt); only the pipeline makes them. */
export abstract class JobRunner {
  /**
   * Hands the order over and says that it is due.
   * @throws OrderRefusedError when it will never be taken; anything else means: say it again
   */
  abstract submit(order: JobOrder): Promise<void>;
  /**
   * Hands over what opens the data; the spend is final before this is called.
   * @throws GrantRefusedError when it will never open them
   */
  abstract grant(grant: Grant): Promise<void>;
  /** Bytes of an output. @throws OutputMissingError when the runner does not have them (any more) */
  abstract output(sha256: string): Promise<Uint8Array>;
  /** Stops the attempt if it runs and forgets all of it. */
  abstract forget(attempt: Attempt): Promise<void>;
  /** What the runner still holds. */
  abstract held(): Promise<readonly HeldAttempt[]>;
}

/** The output is gone: the attempt cannot be finished. */
export class OutputMissingError extends Error {
  override readonly name = 'OutputMissingError';
  readonly code = 'OUTPUT_MISSING';
}

/** What was handed over does not open the data; the message is for their owner. */
export class GrantRefusedError extends Error {
  override readonly name = 'GrantRefusedError';
  readonly code = 'GRANT_REFUSED';
}

/** The order was not taken, for reasons that have nothing to do with data. */
export class OrderRefusedError extends Error {
  override readonly name = 'OrderRefusedError';
  readonly code = 'ORDER_REFUSED';
  /** Whether a new attempt could be taken. */
  readonly newAttempt: boolean;

  constructor(reason: string, newAttempt: boolean, cause: unknown) {
    super(reason, { cause });
    this.newAttempt = newAttempt;
  }
}
