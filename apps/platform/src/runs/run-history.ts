import { visibleState, type JobState } from '@dq0/jobs';
import type { infoRun, Output } from '@dq0/protocol';
import { shownState } from '../jobs/deadline-class.ts';
import type { JobSummary } from '../jobs/job.ts';

type History = Output<typeof infoRun>['history'];

/**
 * States with their times. Where timing is protected, real times would tell how long the data took: then only the
 * submission and, once shown, the outcome at its public time appear.
 */
export function runHistory(job: JobSummary, history: readonly { state: JobState; at: number }[], now: number): History {
  if (job.classSeconds === null) return history.map(({ state, at }) => entry(visibleState(state), at));
  const state = shownState(job, now);
  const outcome = history.at(-1);
  const at = state === 'cancelled' ? outcome?.at : job.visibleAt;
  const ended = state !== 'queued' && state !== 'running';
  return [entry('queued', job.submittedAt), ...(ended && at != null ? [entry(state, at)] : [])];
}

function entry(state: History[number]['state'], at: number): History[number] {
  return { state, time: new Date(at).toISOString() };
}
