import { AccessState, endText, listAccess, type Output } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

export default class AccessList extends OperationCommand<typeof listAccess> {
  static override summary = 'List requests for access: your own, and those for your data sets; newest first';
  static override flags = {
    state: Flags.string({ options: [...AccessState.options], description: 'only these' }),
    limit: Flags.integer({ min: 1, max: 200, description: 'at most so many' }),
  };
  protected override readonly operation = listAccess;

  protected override render({ requests }: Output<typeof listAccess>): string {
    if (requests.length === 0) return 'No requests for access.';
    const titles = ['requested', 'request', 'data set', 'who', 'purpose', 'state', 'until', 'reason'];
    const rows = requests.map(({ requested, request, dataset, user, purpose, state, until, reason }) => [
      requested.slice(0, 19).replace('T', ' '),
      request,
      dataset,
      user,
      purpose,
      state,
      until === null ? '' : endText(until),
      reason,
    ]);
    return renderTable(
      titles.map((title) => ({ title })),
      rows,
    );
  }
}
