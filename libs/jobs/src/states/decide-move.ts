import { canMove, type JobState } from './job-state.ts';

export interface JobPosition {
  readonly state: JobState;
  /** Grows with every attempt of every job; the newest attempt of this job holds it. */
  readonly epoch: number;
}

/**
 * `move`: do it. `already`: it was done before, answer as then. `stale`: it comes from an older attempt, which was
 * closed. `forbidden`: there is no such edge.
 */
export type MoveDecision = 'move' | 'already' | 'stale' | 'forbidden';

/** Every move is idempotent and fenced by the epoch of the attempt that asks for it. */
export function decideMove(job: JobPosition, wanted: JobPosition): MoveDecision {
  if (wanted.epoch < job.epoch) return 'stale';
  if (wanted.epoch > job.epoch) return 'forbidden';
  if (wanted.state === job.state) return 'already';
  return canMove(job.state, wanted.state) ? 'move' : 'forbidden';
}
