import { budgetHistory, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { percent } from '../../answers/numbers.ts';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

type History = Output<typeof budgetHistory>;

export default class BudgetHistory extends OperationCommand<typeof budgetHistory> {
  static override summary = 'List what was spent from a budget account, newest first';
  static override examples = ['<%= config.bin %> budget history census --limit 20'];
  static override args = {
    name: Args.string({ required: true, ignoreStdin: true, description: 'a budget account or a data set' }),
  };
  static override flags = {
    limit: Flags.integer({ min: 1, max: 200, description: 'at most so many', default: 50 }),
    before: Flags.integer({ min: 1, description: 'only spends with a smaller number' }),
  };
  protected override readonly operation = budgetHistory;

  protected override render({ account, whose, spends }: History): string {
    const mine = whose === 'own';
    if (spends.length === 0)
      return mine ? `You spent nothing from ${account} yet.` : `Nothing was spent from ${account} yet.`;
    const rows = spends.map(({ number, time, user, dataset, job, share, running, state }) => [
      String(number),
      time.slice(0, 19).replace('T', ' '),
      ...(mine ? [] : [user ?? '(unknown)']),
      dataset ?? '(another)',
      percent(share),
      percent(running),
      state,
      job,
    ]);
    const titles = [
      'no',
      'time',
      ...(mine ? [] : ['person']),
      'data set',
      'share',
      mine ? 'yours so far' : 'so far',
      'state',
      'job',
    ];
    const right = new Set(['no', 'share', 'so far', 'yours so far']);
    const table = renderTable(
      titles.map((title) => ({ title, align: right.has(title) ? 'right' : 'left' })),
      rows,
    );
    const last = spends.at(-1)?.number ?? 1;
    return last > 1 && spends.length > 1 ? `${table}\n\nOlder ones: --before ${last}` : table;
  }
}
