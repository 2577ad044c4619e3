import { listQueries, type Input, type Output } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { shownState } from '../jobs/deadline-class.ts';
import { JobRecords } from '../jobs/job-records.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';

@Handles(listQueries)
export class ListQueriesHandler implements Handler<typeof listQueries> {
  constructor(
    private readonly records: JobRecords,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ limit, before }: Input<typeof listQueries>, caller: Caller): Output<typeof listQueries> {
    const now = this.clock.now().getTime();
    const page = { limit, before: before === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(before) };
    const jobs = this.unitOfWork.read((reading) => this.records.list(reading, 'own', known(caller).user.id, page));
    return {
      queries: jobs.map((job) => {
        const state = shownState(job, now);
        const refunded = state === 'cancelled';
        return {
          job: job.id,
          dataset: job.dataset,
          sql: job.request,
          state,
          epsilon: refunded ? 0 : job.epsilon,
          share: refunded ? 0 : job.share,
          purpose: job.purpose,
          submitted: new Date(job.submittedAt).toISOString(),
        };
      }),
    };
  }
}
