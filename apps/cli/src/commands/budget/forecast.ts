import { forecastBudget, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { grouped, percent } from '../../answers/numbers.ts';
import { outlook } from '../../budget/outlook.ts';
import { OperationCommand } from '../../operation-command.ts';
import { renderFacts } from '../../terminal/table.ts';

type Forecast = Output<typeof forecastBudget>;

export default class BudgetForecast extends OperationCommand<typeof forecastBudget> {
  static override summary = 'Show when a budget account is used up at the pace of the last days';
  static override examples = ['<%= config.bin %> budget forecast census --days 7'];
  static override args = {
    name: Args.string({ required: true, ignoreStdin: true, description: 'a budget account or a data set' }),
  };
  static override flags = {
    days: Flags.integer({ min: 1, max: 3650, description: 'days to look back', default: 30 }),
  };
  protected override readonly operation = forecastBudget;

  protected override render(forecast: Forecast): string {
    const { account, days, spends, spent, perDay, left } = forecast;
    const facts = renderFacts([
      ['account', account],
      [
        'looked at',
        `the last ${days === 1 ? 'day' : `${grouped(days, days < 10 ? 1 : 0)} days`}: ${percent(spent)} in ${spends} spends`,
      ],
      ['pace', `${percent(perDay)} a day`],
      ['left', percent(left)],
    ]);
    return `${facts}\n\n${outlook(forecast)}`;
  }
}
