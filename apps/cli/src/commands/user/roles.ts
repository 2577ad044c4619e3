import { ROLES, setRoles, type Output, type Role } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { ConfirmedCommand } from '../../confirmed-command.ts';
import type { GivenInput } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';

export default class UserRoles extends ConfirmedCommand<typeof setRoles> {
  static override summary = 'Replace the roles of a user, from the next message on';
  static override examples = ['<%= config.bin %> user roles ada@example.org --role data-scientist --role auditor'];
  static override args = { email: Args.string({ required: true, ignoreStdin: true, description: 'the user' }) };
  static override flags = {
    role: Flags.string({
      required: true,
      multiple: true,
      options: [...ROLES],
      description: 'each role the user keeps',
    }),
  };
  protected override readonly operation = setRoles;
  protected override readonly flagOf = { roles: 'role' };

  protected override input({ email }: { email: string }, { role }: { role: Role[] }): GivenInput<typeof setRoles> {
    return { email, roles: [...new Set(role)] };
  }

  protected override question({ email, roles }: GivenInput<typeof setRoles>): string {
    return `Let ${printable(email)} be ${roles.join(', ')} and nothing else from now on?`;
  }

  protected override render({ user }: Output<typeof setRoles>): string {
    return `${printable(user.email)} is ${user.roles.join(', ')} now.`;
  }
}
