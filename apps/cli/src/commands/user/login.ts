import { loginUser, type LoginAnswer } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import type { z } from 'zod';
import { logIn } from '../../account/log-in.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { showOnePage } from '../../gateway/one-page.ts';
import { PlatformCommand } from '../../platform-command.ts';
import { readDeviceKeys } from '../../session/device-keys.ts';
import { passwordFlags, readPassword } from '../../session/read-password.ts';
import { printable } from '../../terminal/printable.ts';

export default class UserLogin extends PlatformCommand {
  static override summary = 'Log in on this device, for 30 days';
  static override examples = ['<%= config.bin %> user login ada@example.org', '<%= config.bin %> user login --passkey'];
  static override args = {
    email: Args.string({ ignoreStdin: true, description: 'your address (default: the one of this profile)' }),
  };
  static override flags = {
    ...passwordFlags,
    passkey: Flags.boolean({
      description: 'with a passkey, in the browser',
      exclusive: ['password-stdin', 'password-file'],
    }),
    open: Flags.boolean({ allowNo: true, default: true, description: 'open the browser for a passkey' }),
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.read(UserLogin);
    await readDeviceKeys(this.profile);
    if (flags.passkey) {
      if (args.email !== undefined) throw new UsageError('A passkey knows its address.', 'Leave EMAIL out.');
      this.#show(await this.#byPasskey(flags.open, flags['no-input']));
      return;
    }
    const email = args.email ?? this.profile.email;
    if (email === undefined) throw new UsageError('No address is known here.', 'Name it: dq0 user login EMAIL');
    const password = await readPassword(flags, this.prompting);
    this.console.progress('Logging in');
    const { timeoutMs } = this;
    this.#show(await logIn(this.profile, loginUser, { email, password }, { console: this.console, timeoutMs }));
  }

  /** The page logs in by the gateway, which keeps the token in the profile: a new one there is what is waited for. */
  async #byPasskey(open: boolean, noInput: boolean): Promise<z.output<typeof LoginAnswer>> {
    const { connection, profile } = this;
    const before = profile.login?.token;
    const done = (): boolean => profile.login !== undefined && profile.login.token !== before;
    await showOnePage({ connection, page: '/login?next=terminal', open, noInput, done, everyMs: 200 });
    const { email, expires, roles } = profile.login ?? { email: '', expires: '', roles: [] };
    return { email, expires, roles: [...roles] };
  }

  #show(answer: z.output<typeof LoginAnswer>): void {
    const { email, expires, roles } = answer;
    this.print({ email, expires, roles }, () => {
      const as = roles.length > 0 ? ` as ${roles.join(', ')}` : '';
      return `Logged in: ${printable(email)}${as}, until ${printable(expires)}.`;
    });
  }
}
