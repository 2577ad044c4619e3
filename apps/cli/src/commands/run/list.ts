import { listRuns, type Output } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { compact, percent } from '../../answers/numbers.ts';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

export default class RunList extends OperationCommand<typeof listRuns> {
  static override summary = 'List jobs: your own, and those on your data sets; newest first';
  static override flags = {
    limit: Flags.integer({ min: 1, max: 200, description: 'at most so many' }),
    project: Flags.string({ description: 'all of this project of yours, whoever asked', helpValue: 'PROJECT' }),
  };
  protected override readonly operation = listRuns;

  protected override render({ runs }: Output<typeof listRuns>): string {
    if (runs.length === 0) return 'No jobs yet.';
    const rows = runs.map(({ job, plugin, dataset, user, state, submitted, spent }) => [
      submitted.slice(0, 19).replace('T', ' '),
      job,
      plugin,
      dataset,
      user,
      state,
      compact(spent.epsilon),
      percent(spent.share),
    ]);
    const titles = ['submitted', 'job', 'plugin', 'data set', 'user', 'state', 'epsilon', 'share'];
    return renderTable(
      titles.map((title) => ({ title })),
      rows,
    );
  }
}
