import { disableUser, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { ConfirmedCommand } from '../../confirmed-command.ts';
import { printable } from '../../terminal/printable.ts';

export default class UserDisable extends ConfirmedCommand<typeof disableUser> {
  static override summary = "End a user's sessions and rights at once";
  static override args = { email: Args.string({ required: true, ignoreStdin: true, description: 'the user' }) };
  protected override readonly operation = disableUser;

  protected override question({ email }: { email: string }): string {
    return `End all sessions and rights of ${printable(email)} now?`;
  }

  protected override render({ user }: Output<typeof disableUser>): string {
    return `Disabled: ${printable(user.email)}.`;
  }
}
