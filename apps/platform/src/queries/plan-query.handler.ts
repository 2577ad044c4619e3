import { planQuery, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { PlanningService, askedFor, type Planned } from './planning.service.ts';
import { ReuseService } from './reuse.service.ts';

interface Prepared {
  readonly planned: Planned;
  /** Somebody's released answer gives this one. */
  readonly held: boolean;
}

@Handles(planQuery)
export class PlanQueryHandler implements Handler<typeof planQuery, Prepared> {
  constructor(
    private readonly planning: PlanningService,
    private readonly reuse: ReuseService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async prepare(input: Input<typeof planQuery>, caller: Caller): Promise<Prepared> {
    const planned = await this.planning.plan(known(caller).user, input);
    if (!planned.accepted || input.fresh === true || input.refine !== undefined) return { planned, held: false };
    return { planned, held: (await this.reuse.find(input, planned.subject)) !== undefined };
  }

  handle({ dataset }: Input<typeof planQuery>, caller: Caller, { planned, held }: Prepared): Output<typeof planQuery> {
    const { plan, decided } = this.unitOfWork.read((reading) => this.planning.describe(reading, planned, held));
    caller.audit.object = dataset;
    Object.assign(caller.audit.facts, {
      dataset,
      ...askedFor(planned),
      accepted: plan.accepted,
      refusals: plan.refusals.map(({ code }) => code).join(' '),
      ...decided,
    });
    return plan;
  }
}
