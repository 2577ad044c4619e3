import { resultQuery } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { AnswerCommand } from '../../answer-command.ts';
import type { GivenInput } from '../../operation-command.ts';

export default class QueryResult extends AnswerCommand<typeof resultQuery> {
  static override summary = 'Show the answer of a job, waiting for it';
  static override args = { job: Args.string({ required: true, ignoreStdin: true, description: 'id of the job' }) };
  static override flags = { wait: Flags.boolean({ allowNo: true, default: true, description: 'wait for the answer' }) };
  protected override readonly operation = resultQuery;

  protected override input(args: { job: string }, flags: { wait: boolean }): GivenInput<typeof resultQuery> {
    this.waits = flags.wait;
    return { job: args.job, waitSeconds: 0 };
  }
}
