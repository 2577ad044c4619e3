import type { IdentityKey } from '@dq0/encryption';
import { loginUser, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { UsageError } from '../../errors/usage-error.ts';
import { PlatformCommand } from '../../platform-command.ts';
import { keepReplyKey, newReplyKey, readDeviceKeys } from '../../session/device-keys.ts';
import { openClient } from '../../session/open-client.ts';
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
    const { identity } = await readDeviceKeys(this.profile);
    const password = await readPassword(flags, this.prompting);
    const { email, expires, roles } = await this.#logIn(identity, address, password);
    // The token stays in the profile: what is printed may end in a log.
    this.print({ email, expires, roles }, () => {
      const as = roles.length > 0 ? ` as ${roles.join(', ')}` : '';
      return `Logged in: ${printable(email)}${as}, until ${printable(expires)}.`;
    });
  }

  /** A login begins a session, and a session has a reply key of its own: kept once the login succeeded. */
  async #logIn(identity: IdentityKey, address: string, password: string): Promise<Output<typeof loginUser>> {
    const replyKey = await newReplyKey();
    const client = openClient(this.profile, { identity, replyKey }, this.console);
    this.console.progress('Logging in');
    const login = await client.call(loginUser, { email: address, password }, { timeoutMs: this.timeoutMs });
    const { email, token, expires, roles, mailbox } = login;
    await keepReplyKey(this.profile, replyKey);
    this.profile.saveLogin({ email, token, expires, roles, mailbox });
    this.profile.saveEmail(email);
    return login;
  }
}
