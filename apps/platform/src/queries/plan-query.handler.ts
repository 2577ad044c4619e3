import { planQuery, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { PlanningService, type Planned } from './planning.service.ts';

@Handles(planQuery)
export class PlanQueryHandler implements Handler<typeof planQuery, Planned> {
  constructor(
    private readonly planning: PlanningService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  prepare(input: Input<typeof planQuery>, caller: Caller): Promise<Planned> {
    return this.planning.plan(known(caller).user, input);
  }

  handle({ dataset }: Input<typeof planQuery>, caller: Caller, planned: Planned): Output<typeof planQuery> {
    const { plan, decided } = this.unitOfWork.read((reading) => this.planning.describe(reading, planned));
    caller.audit.object = dataset;
    Object.assign(caller.audit.facts, {
      dataset,
      accepted: plan.accepted,
      refusals: plan.refusals.map(({ code }) => code).join(' '),
      ...decided,
    });
    return plan;
  }
}
