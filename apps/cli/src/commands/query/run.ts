import { runQuery } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { AnswerCommand } from '../../answer-command.ts';
import { CONTEXT_FLAGS, readContext, type GivenContext } from '../../answers/context-flags.ts';
import { type GivenPrice, PRICE_FLAGS, readPrice } from '../../answers/read-price.ts';
import { readQuestion } from '../../answers/read-question.ts';
import type { GivenInput } from '../../operation-command.ts';

export default class QueryRun extends AnswerCommand<typeof runQuery> {
  static override summary = 'Ask a question and pay for the answer';
  static override examples = [
    '<%= config.bin %> query run "SELECT sex, COUNT(*) AS people FROM adult GROUP BY sex" --dataset census --epsilon 0.5',
    '<%= config.bin %> query run @question.sql --dataset census --error 100',
    '<%= config.bin %> query run @question.sql --dataset census --mock',
  ];
  static override args = {
    sql: Args.string({ required: true, ignoreStdin: true, description: 'the question; - for stdin, @FILE for a file' }),
  };
  static override flags = {
    dataset: Flags.string({ required: true, description: 'data set to ask', helpValue: 'NAME' }),
    ...PRICE_FLAGS,
    ...CONTEXT_FLAGS,
    mock: Flags.boolean({ description: 'run on mock data, free, with the full log' }),
    fresh: Flags.boolean({ description: 'ask anew and pay, although an answer that is held would do' }),
    wait: Flags.boolean({ allowNo: true, default: true, description: 'wait for the answer' }),
  };
  protected override readonly operation = runQuery;

  protected override async input(
    args: { sql: string },
    flags: GivenPrice & GivenContext & { dataset: string; mock?: boolean; fresh?: boolean; wait: boolean },
  ): Promise<GivenInput<typeof runQuery>> {
    const price = readPrice(flags);
    this.waits = flags.wait;
    this.sql = await readQuestion(args.sql);
    const { dataset, mock = false, fresh = false } = flags;
    return { dataset, sql: this.sql, ...price, ...readContext(flags), mock, fresh };
  }
}
