import { Args } from '@oclif/core';
import { logIn } from '../../account/log-in.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { PlatformCommand } from '../../platform-command.ts';
import { readDeviceKeys } from '../../session/device-keys.ts';
import { passwordFlags, readPassword } from '../../session/read-password.ts';
import { printable } from '../../terminal/printable.ts';

export default class UserLogin extends PlatformCommand {
  static override summary = 'Log in on this device, for 30 days';
  static override args = {
    email: Args.string({ ignoreStdin: true, description: 'your address (default: the one of this profile)' }),
  };
  static override flags = { ...passwordFlags };

  override async run(): Promise<void> {
    const { args, flags } = await this.read(UserLogin);
    const address = args.email ?? this.profile.email;
    if (address === undefined) throw new UsageError('No address is known here.', 'Name it: dq0 user login EMAIL');
    await readDeviceKeys(this.profile);
    const password = await readPassword(flags, this.prompting);
    this.console.progress('Logging in');
    const { timeoutMs } = this;
    const credentials = { email: address, password };
    const { email, expires, roles } = await logIn(this.profile, credentials, { console: this.console, timeoutMs });
    this.print({ email, expires, roles }, () => {
      const as = roles.length > 0 ? ` as ${roles.join(', ')}` : '';
      return `Logged in: ${printable(email)}${as}, until ${printable(expires)}.`;
    });
  }
}
