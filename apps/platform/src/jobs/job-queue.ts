import { isFinal, rowOf } from '@dq0/jobs';
import { isShown, shownState, type Timed } from './deadline-class.ts';

/** How many jobs are under way, without a word about any one of them. */
export interface QueueState {
  /** Their outcome may not be seen yet. */
  readonly active: number;
  readonly waiting: number;
  readonly running: number;
  /** When the oldest waiting one was submitted, milliseconds since 1970. */
  readonly oldestSince: number | null;
}

type Place = 'waiting' | 'running' | 'with people';

/** What administrators may know of the queue: it must not tell how long protected data took. */
export function queueOf(jobs: readonly Timed[], now: number): QueueState {
  const active = jobs.filter((job) => !isShown(job, now));
  const placed = active.map((job) => ({ place: placeOf(job, now), since: job.submittedAt }));
  const waiting = placed.filter(({ place }) => place === 'waiting').map(({ since }) => since);
  return {
    active: active.length,
    waiting: waiting.length,
    running: placed.filter(({ place }) => place === 'running').length,
    oldestSince: waiting.length === 0 ? null : Math.min(...waiting),
  };
}

/** By the public schedule while it lasts; a job that outlives it stands where it is, so that a stuck queue is seen. */
function placeOf(job: Timed, now: number): Place {
  const { state, submittedAt, classSeconds } = job;
  if (classSeconds !== null && now < submittedAt + classSeconds * 1000) {
    return shownState(job, now) === 'queued' ? 'waiting' : 'running';
  }
  // It came late: its outcome is held back until its next class ends.
  if (isFinal(state)) return 'running';
  const { owner, spend } = rowOf(state);
  if (owner === 'person') return 'with people';
  return spend === 'charged' ? 'running' : 'waiting';
}
