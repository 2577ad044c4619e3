import { confirmUser, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { UsageError } from '../../errors/usage-error.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';

export default class UserConfirm extends OperationCommand<typeof confirmUser> {
  static override summary = 'Type in the code from the mail';
  static override args = {
    code: Args.string({ required: true, ignoreStdin: true, description: 'code from the mail' }),
  };
  static override flags = { email: Flags.string({ description: 'address (default: the registered one)' }) };
  protected override readonly operation = confirmUser;

  protected override input(args: { code: string }, flags: { email?: string }): GivenInput<typeof confirmUser> {
    const email = flags.email ?? this.profile.email;
    if (email === undefined) {
      throw new UsageError('This profile has not registered an address.', 'Register first: dq0 user register EMAIL');
    }
    return { email, code: args.code.trim() };
  }

  protected override render({ state }: Output<typeof confirmUser>): string {
    return state === 'approved'
      ? this.inProfile('Confirmed and approved. Log in with: dq0 user login')
      : 'Confirmed. A person now compares the fingerprint of this device (dq0 fingerprint) and lets you in; you get mail.';
  }
}
