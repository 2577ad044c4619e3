import { newPassword, resetPassword } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { UsageError } from '../../errors/usage-error.ts';
import { PlatformCommand } from '../../platform-command.ts';
import { passwordFlags, readNewPassword, type PasswordFlags } from '../../session/read-password.ts';
import { printable } from '../../terminal/printable.ts';

export default class UserResetPassword extends PlatformCommand {
  static override summary = 'Set a new password with a code by mail; every login of yours ends';
  static override description =
    'Without CODE asks for the mail; with CODE, on the same device, takes it and the new password.';
  static override examples = [
    '<%= config.bin %> user reset-password',
    '<%= config.bin %> user reset-password K7QF-2MXP',
  ];
  static override args = { code: Args.string({ ignoreStdin: true, description: 'code from the mail' }) };
  static override flags = {
    email: Flags.string({ description: 'your address (default: the one of this profile)' }),
    ...passwordFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.read(UserResetPassword);
    const email = flags.email ?? this.profile.email;
    if (email === undefined) {
      throw new UsageError('No address is known here.', 'Name it: dq0 user reset-password --email EMAIL');
    }
    await (args.code === undefined ? this.#ask(email) : this.#set(email, args.code.trim(), flags));
  }

  async #ask(email: string): Promise<void> {
    const asked = await this.call(resetPassword, { email });
    this.print(asked, () =>
      this.inProfile(
        `If ${printable(email)} has an account and this device belongs to it, mail with a code is on its way. Type it here: dq0 user reset-password CODE`,
      ),
    );
  }

  async #set(email: string, code: string, flags: PasswordFlags): Promise<void> {
    const password = await readNewPassword(flags, this.prompting);
    const set = await this.call(newPassword, { email, code, password });
    this.profile.removeLogin();
    const ended = set.ended === 1 ? 'One login' : `${set.ended} logins`;
    this.print(set, () => this.inProfile(`The new password is set. ${ended} ended. Log in with: dq0 user login`));
  }
}
