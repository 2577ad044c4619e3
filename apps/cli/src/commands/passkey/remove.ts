import { removePasskey, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { ConfirmedCommand } from '../../confirmed-command.ts';
import { printable } from '../../terminal/printable.ts';

export default class PasskeyRemove extends ConfirmedCommand<typeof removePasskey> {
  static override summary = 'Take a passkey away, at once';
  static override description =
    'Your own, where no other confirms it in Studi0; for administrators one that a user lost.';
  static override args = {
    passkey: Args.string({ required: true, ignoreStdin: true, description: 'as passkey list shows it' }),
  };
  protected override readonly operation = removePasskey;

  protected override question({ passkey }: { passkey: string }): string {
    return `Remove ${printable(passkey)}? It logs nobody in and confirms nothing from now on.`;
  }

  protected override render({ passkey }: Output<typeof removePasskey>): string {
    return `Removed: ${printable(passkey.name)} of ${printable(passkey.email)}.`;
  }
}
