import { listQueries, type Output } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { compact, percent } from '../../answers/numbers.ts';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

export default class QueryList extends OperationCommand<typeof listQueries> {
  static override summary = 'List your questions, newest first';
  static override flags = { limit: Flags.integer({ min: 1, max: 200, description: 'at most so many' }) };
  protected override readonly operation = listQueries;

  protected override render({ queries }: Output<typeof listQueries>): string {
    if (queries.length === 0)
      return this.inProfile('No questions yet. Ask one: dq0 query run "SELECT ..." --dataset NAME');
    const rows = queries.map(({ job, dataset, sql, state, epsilon, share, submitted }) => [
      submitted.slice(0, 19).replace('T', ' '),
      job,
      dataset,
      state,
      compact(epsilon),
      percent(share),
      sql.replace(/\s+/g, ' '),
    ]);
    const titles = ['submitted', 'job', 'data set', 'state', 'epsilon', 'share', 'question'];
    return renderTable(
      titles.map((title) => ({ title })),
      rows,
    );
  }
}
