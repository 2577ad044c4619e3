import { hostname } from 'node:os';
import { fingerprintGroups } from '@dq0/encryption';
import { registerUser } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { register } from '../../account/register.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { readDeviceKeys } from '../../session/device-keys.ts';
import { passwordFlags, readNewPassword, readSecretFile, type PasswordFlags } from '../../session/read-password.ts';
import { printable } from '../../terminal/printable.ts';

interface RegisterFlags extends PasswordFlags {
  readonly device?: string;
  readonly 'enrolment-code-file'?: string;
}

export default class UserRegister extends OperationCommand<typeof registerUser> {
  static override summary = 'Apply for an account with this device';
  static override args = { email: Args.string({ required: true, ignoreStdin: true, description: 'your address' }) };
  static override flags = {
    ...passwordFlags,
    device: Flags.string({ description: 'name of this device (default: its host name)', helpValue: 'NAME' }),
    'enrolment-code-file': Flags.string({
      description: "first administrator: the platform's one-time code",
      helpValue: 'FILE',
    }),
  };
  protected override readonly operation = registerUser;
  #email = '';
  #fingerprint = '';

  protected override async input(
    args: { email: string },
    flags: RegisterFlags,
  ): Promise<GivenInput<typeof registerUser>> {
    this.profile.requirePin();
    const password = await readNewPassword(flags, this.prompting);
    const code = flags['enrolment-code-file'];
    this.#email = args.email.trim().toLowerCase();
    return {
      email: this.#email,
      password,
      device: (flags.device ?? hostname()).slice(0, 64) || 'device',
      enrolmentCode: code === undefined ? undefined : readSecretFile(code).trim(),
    };
  }

  protected override async perform(input: GivenInput<typeof registerUser>): Promise<{ state: 'mailed' }> {
    const output = await register(this.profile, this.#email, () => super.perform(input));
    this.#fingerprint = fingerprintGroups((await readDeviceKeys(this.profile)).identity.thumbprint);
    return output;
  }

  protected override render(): string {
    return [
      this.inProfile(
        `Mail with a code is on its way to ${printable(this.#email)}. Type it here: dq0 user confirm CODE`,
      ),
      'Then a person lets you in, who will ask for the fingerprint of this device:',
      '',
      `  ${this.#fingerprint}`,
    ].join('\n');
  }
}
