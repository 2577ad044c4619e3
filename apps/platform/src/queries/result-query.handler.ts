import { resultQuery, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { AnswerWaiter } from './answer-waiter.ts';
import { QueriesService } from './queries.service.ts';
import { QueryAnswers } from './query-answers.ts';

@Handles(resultQuery)
export class ResultQueryHandler implements Handler<typeof resultQuery, void> {
  constructor(
    private readonly queries: QueriesService,
    private readonly answers: QueryAnswers,
    private readonly waiter: AnswerWaiter,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async prepare({ job, waitSeconds }: Input<typeof resultQuery>, caller: Caller): Promise<void> {
    this.unitOfWork.read((reading) => this.queries.own(reading, known(caller).user, job, 'query:result'));
    await this.waiter.wait(job, waitSeconds);
  }

  handle({ job: id }: Input<typeof resultQuery>, caller: Caller): Output<typeof resultQuery> {
    const answer = this.unitOfWork.read((reading) => {
      const job = this.queries.own(reading, known(caller).user, id, 'query:result');
      caller.audit.facts = { dataset: job.plan.dataset };
      return this.answers.answer(reading, job);
    });
    caller.audit.object = id;
    caller.audit.facts = { ...caller.audit.facts, state: answer.state };
    return answer;
  }
}
