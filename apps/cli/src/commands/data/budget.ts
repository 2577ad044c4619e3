import { budgetDataset, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { bar, compact, percent } from '../../answers/numbers.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { renderFacts } from '../../terminal/table.ts';

export default class DataBudget extends OperationCommand<typeof budgetDataset> {
  static override summary = 'Show how much of the budget of a data set is used and left';
  static override args = { name: Args.string({ required: true, ignoreStdin: true, description: 'the data set' }) };
  protected override readonly operation = budgetDataset;

  protected override input(args: { name: string }): GivenInput<typeof budgetDataset> {
    return { dataset: args.name };
  }

  protected override render(budget: Output<typeof budgetDataset>): string {
    return renderFacts([
      ['account', budget.account],
      ['budget', `epsilon ${compact(budget.epsilon)}, delta ${compact(budget.delta)}`],
      ['spent', `epsilon ${compact(budget.epsilonSpent)} in ${budget.releases} releases`],
      ['used', `${bar(budget.used)} ${percent(budget.used)}`],
      ['left', percent(budget.left)],
    ]);
  }
}
