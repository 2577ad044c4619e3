import { cancelQuery, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { OperationCommand } from '../../operation-command.ts';

export default class QueryCancel extends OperationCommand<typeof cancelQuery> {
  static override summary = 'Cancel a question whose data were not opened yet, and get its cost back';
  static override args = { job: Args.string({ required: true, ignoreStdin: true, description: 'id of the job' }) };
  protected override readonly operation = cancelQuery;

  protected override render({ job }: Output<typeof cancelQuery>): string {
    return `Cancelled ${job}; nothing was charged.`;
  }
}
