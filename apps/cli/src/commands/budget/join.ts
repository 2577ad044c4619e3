import { joinBudgets, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { compact, percent } from '../../answers/numbers.ts';
import { ConfirmedCommand } from '../../confirmed-command.ts';
import type { GivenInput } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';

export default class BudgetJoin extends ConfirmedCommand<typeof joinBudgets> {
  static override summary = 'Join budget accounts whose people overlap into a new one, for good';
  static override description =
    'The new account takes over all that was spent from them, the smallest epsilon and the smallest delta. Every data set on them spends from it.';
  static override examples = ['<%= config.bin %> budget join us --account us-1994 --account us-1995'];
  static override args = {
    into: Args.string({ required: true, ignoreStdin: true, description: 'name of the new account' }),
  };
  static override flags = {
    account: Flags.string({
      required: true,
      multiple: true,
      multipleNonGreedy: true,
      description: 'account to join, or a data set on it; at least two',
      helpValue: 'NAME',
    }),
  };
  protected override readonly operation = joinBudgets;
  protected override readonly flagOf = { accounts: 'account' };

  protected override input(args: { into: string }, flags: { account: string[] }): GivenInput<typeof joinBudgets> {
    return { accounts: flags.account, into: args.into };
  }

  protected override question({ accounts, into }: GivenInput<typeof joinBudgets>): string {
    return `Join ${accounts.map(printable).join(', ')} into ${printable(into)}? This is never undone.`;
  }

  protected override render({ account, joined, epsilon, delta, used, left }: Output<typeof joinBudgets>): string {
    return [
      `Joined ${joined.map(printable).join(', ')} into ${printable(account)}: epsilon ${compact(epsilon)}, delta ${compact(delta)}.`,
      `Used ${percent(used)}, left ${percent(left)}.`,
    ].join('\n');
  }
}
