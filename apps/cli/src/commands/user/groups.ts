import { setGroups, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { ConfirmedCommand } from '../../confirmed-command.ts';
import type { GivenInput } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';

export default class UserGroups extends ConfirmedCommand<typeof setGroups> {
  static override summary = 'Replace the groups of a user, from the next message on';
  static override examples = [
    '<%= config.bin %> user groups ada@example.org --group labour-study --group health-study',
    '<%= config.bin %> user groups ada@example.org --none',
  ];
  static override args = { email: Args.string({ required: true, ignoreStdin: true, description: 'the user' }) };
  static override flags = {
    group: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'each group the user is in from now on',
      helpValue: 'GROUP',
      exactlyOne: ['group', 'none'],
    }),
    none: Flags.boolean({ description: 'no group beside the roles' }),
  };
  protected override readonly operation = setGroups;
  protected override readonly flagOf = { groups: 'group' };

  protected override input(
    { email }: { email: string },
    { group }: { group?: string[] },
  ): GivenInput<typeof setGroups> {
    return { email, groups: [...new Set(group ?? [])] };
  }

  protected override question({ email, groups }: GivenInput<typeof setGroups>): string {
    return `Let ${printable(email)} be in ${named(groups)} from now on?`;
  }

  protected override render({ user }: Output<typeof setGroups>): string {
    return `${printable(user.email)} is in ${named(user.groups)} now.`;
  }
}

function named(groups: readonly string[]): string {
  return groups.length === 0
    ? 'no group beside the roles'
    : `${groups.map(printable).join(', ')} and in no other group`;
}
