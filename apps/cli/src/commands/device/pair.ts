import { hostname } from 'node:os';
import { inviteDevice, MOST_MACHINE_DAYS, pairDevice, type Input, type PairAnswer } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import type { z } from 'zod';
import { pair } from '../../account/pair.ts';
import { UsageError } from '../../errors/usage-error.ts';
import { PlatformCommand } from '../../platform-command.ts';
import { printable } from '../../terminal/printable.ts';

const WAYS = 'On a device that is logged in: dq0 device pair. On the new one: dq0 device pair EMAIL CODE';

export default class DevicePair extends PlatformCommand {
  static override summary = 'Use your account on another device, or from a machine';
  static override description =
    'Without arguments, on a device that is logged in, prints a code; with EMAIL and CODE, on the new device, takes it.';
  static override examples = [
    '<%= config.bin %> device pair',
    '<%= config.bin %> device pair ada@example.org K7QF-2MXP',
    '<%= config.bin %> device pair --machine --days 30',
  ];
  static override args = {
    email: Args.string({ ignoreStdin: true, description: 'your address, on the new device' }),
    code: Args.string({ ignoreStdin: true, description: 'the code that the other device printed' }),
  };
  static override flags = {
    machine: Flags.boolean({ description: 'a code for a pipeline: logged in without a password, never decides' }),
    days: Flags.integer({
      description: `how long the machine stays logged in (default ${MOST_MACHINE_DAYS})`,
      min: 1,
      max: MOST_MACHINE_DAYS,
      dependsOn: ['machine'],
    }),
    device: Flags.string({ description: 'name of this device (default: its host name)', helpValue: 'NAME' }),
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.read(DevicePair);
    const { email, code } = args;
    if (email === undefined) return this.#invite(flags.machine ? (flags.days ?? MOST_MACHINE_DAYS) : undefined);
    if (code === undefined) throw new UsageError('The code is missing.', WAYS);
    if (flags.machine) throw new UsageError('What a code is for was said where it was made.', WAYS);
    await this.#pair({ email, code: code.trim(), device: (flags.device ?? hostname()).slice(0, 64) || 'device' });
  }

  async #invite(machineDays: number | undefined): Promise<void> {
    const invited = await this.call(inviteDevice, { machineDays });
    this.print(invited, () =>
      [
        `Type this ${machineDays === undefined ? 'on the other device' : 'on the machine'} within ten minutes:`,
        '',
        `  dq0 device pair ${printable(invited.email)} ${invited.code}`,
      ].join('\n'),
    );
  }

  async #pair(input: Input<typeof pairDevice>): Promise<void> {
    const paired = await pair(this.profile, () => this.call(pairDevice, input));
    this.print(paired, () => this.#rendered(paired));
  }

  #rendered({ email, login }: z.output<typeof PairAnswer>): string {
    if (login === null) return this.inProfile('Paired. Log in with: dq0 user login');
    return `Paired: this machine works for ${printable(email)} until ${printable(login.expires)}.`;
  }
}
