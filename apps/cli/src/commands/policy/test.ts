import { Authentication, testPolicy, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import type { z } from 'zod';
import { readPositive } from '../../answers/read-question.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { DRAFT_ARGS, inFile, readDraft } from '../../policy/read-draft.ts';
import { readAt } from '../../policy/read-until.ts';
import { spokenAnswer } from '../../policy/render-effects.ts';
import { renderTable } from '../../terminal/table.ts';

interface Flagged {
  readonly user?: string;
  readonly group?: string;
  readonly action?: string;
  readonly epsilon?: string;
  readonly at?: string;
  readonly purpose?: string;
  readonly name?: string;
  readonly authentication?: z.infer<typeof Authentication>;
}

export default class PolicyTest extends OperationCommand<typeof testPolicy> {
  static override summary = 'Show who could do what with a data set, now or with a policy that is not saved yet';
  static override examples = [
    '<%= config.bin %> policy test census',
    '<%= config.bin %> policy test census labour-study.cedar --user ada@example.org --epsilon 0.6',
  ];
  static override args = {
    dataset: Args.string({ required: true, ignoreStdin: true, description: 'your data set' }),
    ...DRAFT_ARGS,
  };
  static override flags = {
    user: Flags.string({ description: 'this person alone', helpValue: 'EMAIL', exclusive: ['group'] }),
    group: Flags.string({ description: 'this group alone', helpValue: 'GROUP' }),
    action: Flags.string({ description: 'this action alone, such as query:run', helpValue: 'ACTION' }),
    epsilon: Flags.string({ description: 'of one release; else the largest is found', helpValue: 'E' }),
    at: Flags.string({ description: 'as if it were this time, or the beginning of this day (UTC)', helpValue: 'TIME' }),
    authentication: Flags.string({ options: [...Authentication.options], description: 'as if logged in by this' }),
    purpose: Flags.string({
      description: 'as if it were asked for this; else those that policies name',
      helpValue: 'PURPOSE',
    }),
    name: Flags.string({ description: 'name of the policy in the file', helpValue: 'NAME' }),
  };
  protected override readonly operation = testPolicy;
  protected override readonly flagOf = { 'draft.name': 'name' };
  #file: string | undefined;

  protected override input(
    { dataset, file }: { dataset: string; file?: string },
    { user, group, action, epsilon, at, purpose, authentication, name }: Flagged,
  ): GivenInput<typeof testPolicy> {
    this.#file = file;
    return {
      dataset,
      user,
      group,
      action,
      authentication,
      purpose,
      ...(epsilon === undefined ? {} : { epsilon: readPositive('epsilon', epsilon) }),
      ...(at === undefined ? {} : { at: readAt(at) }),
      ...(file === undefined ? {} : { draft: readDraft(file, name) }),
    };
  }

  protected override async perform(input: GivenInput<typeof testPolicy>): Promise<Output<typeof testPolicy>> {
    try {
      return await super.perform(input);
    } catch (error) {
      throw inFile(error, this.#file);
    }
  }

  protected override render({ dataset, at, rows, more }: Output<typeof testPolicy>): string {
    const drafted = rows.some(({ after }) => after !== null);
    const titles = ['who', 'action', 'now', ...(drafted ? ['with the draft'] : []), 'because of'];
    const cells = rows.map(({ kind, who, action, now, after }) => {
      const decided = after ?? now;
      const because = decided.policy ?? decided.rule;
      const draft = after === null ? [] : [spokenAnswer(after)];
      return [kind === 'group' ? `group ${who}` : who, action, spokenAnswer(now), ...draft, because];
    });
    const table = renderTable(
      titles.map((title) => ({ title })),
      cells,
    );
    const rest = more === 0 ? '' : ` ${more} more people: name one with --user.`;
    return `${table}\n\nOn ${dataset}, at ${at}.${rest}`;
  }
}
