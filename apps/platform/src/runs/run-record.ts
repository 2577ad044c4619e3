import type { listRuns, Output } from '@dq0/protocol';
import { NO_COST } from '../ledger/price.ts';
import { shownState } from '../jobs/deadline-class.ts';
import type { JobSummary } from '../jobs/job.ts';

/** A job as lists show it at `now` (milliseconds since 1970). */
export function runRecord(job: JobSummary, now: number): Output<typeof listRuns>['runs'][number] {
  const state = shownState(job, now);
  return {
    job: job.id,
    plugin: job.plugin,
    dataset: job.dataset,
    user: job.email,
    project: job.project,
    purpose: job.purpose,
    state,
    submitted: new Date(job.submittedAt).toISOString(),
    spent: state === 'cancelled' ? NO_COST : { epsilon: job.epsilon, delta: job.delta, share: job.share },
  };
}
