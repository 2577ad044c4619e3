import { rejectUser, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { ConfirmedCommand } from '../../confirmed-command.ts';
import { printable } from '../../terminal/printable.ts';

export default class UserReject extends ConfirmedCommand<typeof rejectUser> {
  static override summary = 'Turn an applicant away';
  static override args = { email: Args.string({ required: true, ignoreStdin: true, description: 'the applicant' }) };
  protected override readonly operation = rejectUser;

  protected override question({ email }: { email: string }): string {
    return `Reject ${printable(email)}?`;
  }

  protected override render({ user }: Output<typeof rejectUser>): string {
    return `Rejected: ${printable(user.email)}.`;
  }
}
