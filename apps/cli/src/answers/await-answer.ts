import { CodedError, type QueryAnswer } from '@dq0/protocol';
import { isPending } from './outcome.ts';

/** Longest that the platform holds one request for an answer, seconds. */
const HOLD_SECONDS = 20;

export interface Waiting {
  /** Monotonic milliseconds at which patience ends. */
  readonly deadline: number;
  readonly clock: () => number;
  /** Asks for the answer, held by the platform up to so many seconds. */
  readonly ask: (job: string, waitSeconds: number) => Promise<QueryAnswer>;
  readonly onState: (state: QueryAnswer['state']) => void;
}

/**
 * Waits until an answer needs no more waiting.
 * @throws CodedError TIMED_OUT, naming the job that goes on
 */
export async function awaitAnswer(first: QueryAnswer, waiting: Waiting): Promise<QueryAnswer> {
  const answer = await followAnswer(first, waiting);
  if (!isPending(answer) || answer.job === null) return answer;
  throw new CodedError('TIMED_OUT', {
    message: `The answer was not ready in time; the job is ${answer.state} and goes on.`,
    remedy: `Ask for it later: dq0 query result ${answer.job}`,
  });
}

/** The answer as it is when it needs no more waiting, or when patience ends. */
export async function followAnswer(first: QueryAnswer, waiting: Waiting): Promise<QueryAnswer> {
  let answer = first;
  while (isPending(answer) && answer.job !== null) {
    waiting.onState(answer.state);
    const left = (waiting.deadline - waiting.clock()) / 1000;
    if (left <= 0) return answer;
    answer = await waiting.ask(answer.job, Math.min(HOLD_SECONDS, left));
  }
  return answer;
}
