import { z } from 'zod';
import { STATE_TABLE, type OpenStateRow } from './state-table.ts';

export type JobState = keyof typeof STATE_TABLE;
export const JOB_STATES = Object.keys(STATE_TABLE) as JobState[];
export const JobState = z.enum(JOB_STATES);

export type FinalState = { [S in JobState]: (typeof STATE_TABLE)[S] extends OpenStateRow ? never : S }[JobState];
export type OpenState = Exclude<JobState, FinalState>;
/** States as people see them: a failure after the data were opened is shown as withheld. */
export type VisibleState = Exclude<JobState, 'failed'>;

/** A state that is not final has an owner, a deadline and a recovery. */
export interface OpenRow extends OpenStateRow {
  readonly to: readonly JobState[];
  readonly onDeadline: JobState;
}

/** The states a job can move to. */
export function next(state: JobState): readonly JobState[] {
  return STATE_TABLE[state].to;
}

export function canMove(from: JobState, to: JobState): boolean {
  return next(from).includes(to);
}

export function isFinal(state: JobState): state is FinalState {
  return next(state).length === 0;
}

/** Row of a state that a job can leave. */
export function rowOf(state: OpenState): OpenRow {
  return STATE_TABLE[state];
}

/** Whether a spend is set aside in this state and would be given back: only before the data are opened. */
export function refundable(state: JobState): boolean {
  return STATE_TABLE[state].spend === 'reserved';
}

/** Whether a job in this state has used its budget for good. */
export function charged(state: JobState): boolean {
  return STATE_TABLE[state].spend === 'charged';
}

export function visibleState(state: JobState): VisibleState {
  return state === 'failed' ? 'withheld' : state;
}

/** When a job that entered `state` at `since` (milliseconds) is overdue; null in a final state. */
export function overdueAt(state: JobState, since: number): number | null {
  return isFinal(state) ? null : since + rowOf(state).deadlineSeconds * 1000;
}
