import { setQuota, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { bound, percent } from '../../../answers/numbers.ts';
import { readShare } from '../../../budget/read-share.ts';
import { OperationCommand, type GivenInput } from '../../../operation-command.ts';
import { printable } from '../../../terminal/printable.ts';

export default class BudgetQuotaSet extends OperationCommand<typeof setQuota> {
  static override summary = 'Limit the part of a budget account that a person, a group or a project may use';
  static override description =
    'For fairness among those who ask; the account itself stays as it is. 0.25 is a quarter of it, 1 lifts the limit.';
  static override examples = [
    '<%= config.bin %> budget quota set census --group data-scientist --share 0.5',
    '<%= config.bin %> budget quota set us-1994 --user ada@example.org --share 25%',
    '<%= config.bin %> budget quota set census --project ada@example.org/churn --share 25%',
  ];
  static override args = {
    name: Args.string({ required: true, ignoreStdin: true, description: 'a budget account or a data set' }),
  };
  static override flags = {
    user: Flags.string({
      description: 'for this person',
      helpValue: 'EMAIL',
      exactlyOne: ['user', 'group', 'project'],
    }),
    group: Flags.string({ description: 'for all people of this group together', helpValue: 'GROUP' }),
    project: Flags.string({ description: 'for this project', helpValue: 'ADDRESS/NAME' }),
    share: Flags.string({ required: true, description: 'part of the account, 0 to 1 or per cent', helpValue: 'SHARE' }),
  };
  protected override readonly operation = setQuota;

  protected override input(
    args: { name: string },
    { share, ...whom }: { user?: string; group?: string; project?: string; share: string },
  ): GivenInput<typeof setQuota> {
    const { user, group, project } = whom;
    return { name: args.name, user, group, project, share: readShare(share) };
  }

  protected override render({ account, quota }: Output<typeof setQuota>): string {
    const whom = printable(`${quota.kind} ${quota.subject}`);
    if (quota.share === 1) return `The ${whom} may use all of ${account} again.`;
    return `The ${whom} may use at most ${bound(quota.share)} of ${account}; ${percent(quota.used)} is used.`;
  }
}
