import { planQuery, type QueryPlan } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { CONTEXT_FLAGS, readContext, type GivenContext } from '../../answers/context-flags.ts';
import { exitOfPlan } from '../../answers/outcome.ts';
import { type GivenPrice, PRICE_FLAGS, readPrice } from '../../answers/read-price.ts';
import { readQuestion } from '../../answers/read-question.ts';
import { renderPlan } from '../../answers/render-plan.ts';
import { renderRefusals } from '../../answers/render-refusals.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';

export default class QueryPlanCommand extends OperationCommand<typeof planQuery> {
  static override summary = 'Show the price and the expected error of a question, free';
  static override examples = [
    '<%= config.bin %> query plan "SELECT COUNT(*) AS n FROM adult" --dataset census',
    '<%= config.bin %> query plan @question.sql --dataset census --error 5% --expect 2000',
  ];
  static override args = {
    sql: Args.string({ required: true, ignoreStdin: true, description: 'the question; - for stdin, @FILE for a file' }),
  };
  static override flags = {
    dataset: Flags.string({ required: true, description: 'data set to ask', helpValue: 'NAME' }),
    ...PRICE_FLAGS,
    ...CONTEXT_FLAGS,
    fresh: Flags.boolean({ description: 'of a new answer, although one that is held would do' }),
  };
  protected override readonly operation = planQuery;
  #sql = '';

  protected override async input(
    args: { sql: string },
    flags: GivenPrice & GivenContext & { dataset: string; fresh?: boolean },
  ): Promise<GivenInput<typeof planQuery>> {
    const price = readPrice(flags);
    this.#sql = await readQuestion(args.sql);
    return { dataset: flags.dataset, sql: this.#sql, ...price, ...readContext(flags), fresh: flags.fresh };
  }

  protected override show(plan: QueryPlan): void {
    process.exitCode = exitOfPlan(plan);
    if (this.console.json || plan.accepted) super.show(plan);
    else this.console.note(renderRefusals(this.#sql, plan.refusals, this.common.profile));
  }

  protected override render(plan: QueryPlan): string {
    return renderPlan(plan);
  }
}
