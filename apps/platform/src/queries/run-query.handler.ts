import { runQuery, type Input, type Output, type QueryAnswer } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { PlanningService, askedFor, type Planned } from './planning.service.ts';
import { QueriesService, type Ran } from './queries.service.ts';
import { ReuseService, type Reused } from './reuse.service.ts';

type Prepared = { readonly planned: Planned; readonly reused?: Reused | undefined } | { readonly mock: QueryAnswer };

@Handles(runQuery)
export class RunQueryHandler implements Handler<typeof runQuery, Prepared> {
  constructor(
    private readonly queries: QueriesService,
    private readonly planning: PlanningService,
    private readonly reuse: ReuseService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async prepare(input: Input<typeof runQuery>, caller: Caller): Promise<Prepared> {
    const { user } = known(caller);
    if (input.mock) return { mock: await this.queries.mock(user, input) };
    const planned = await this.planning.plan(user, input);
    if (!planned.accepted || input.fresh || input.refine !== undefined) return { planned };
    return { planned, reused: await this.reuse.find(input, planned.subject) };
  }

  handle({ dataset, sql }: Input<typeof runQuery>, caller: Caller, prepared: Prepared): Output<typeof runQuery> {
    const { answer, decided }: Ran =
      'mock' in prepared
        ? { answer: prepared.mock }
        : this.unitOfWork.write((writing) => this.queries.run(writing, sql, prepared.planned, prepared.reused));
    caller.audit.object = answer.job ?? dataset;
    Object.assign(caller.audit.facts, {
      dataset,
      ...('planned' in prepared ? askedFor(prepared.planned) : {}),
      mock: 'mock' in prepared,
      state: answer.state,
      reused: answer.reused,
      epsilon: answer.spent.epsilon,
      refusals: (answer.refusals ?? []).map(({ code }) => code).join(' '),
      ...decided,
    });
    return answer;
  }
}
