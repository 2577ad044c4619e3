import { cancelQuery, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { QueriesService } from './queries.service.ts';

@Handles(cancelQuery)
export class CancelQueryHandler implements Handler<typeof cancelQuery> {
  constructor(
    private readonly queries: QueriesService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ job }: Input<typeof cancelQuery>, caller: Caller): Output<typeof cancelQuery> {
    caller.audit.object = job;
    this.unitOfWork.write((writing) => this.queries.cancel(writing, known(caller).user, job));
    return { job, state: 'cancelled' };
  }
}
