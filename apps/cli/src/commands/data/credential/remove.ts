import { removeCredential, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { ConfirmedCommand } from '../../../confirmed-command.ts';
import type { GivenInput } from '../../../operation-command.ts';
import { printable } from '../../../terminal/printable.ts';

export default class DataCredentialRemove extends ConfirmedCommand<typeof removeCredential> {
  static override summary = 'Forget a credential that no data set is read with';
  static override args = { name: Args.string({ required: true, ignoreStdin: true, description: 'its name' }) };
  protected override readonly operation = removeCredential;

  protected override question({ name }: GivenInput<typeof removeCredential>): string {
    return `Forget the credential ${printable(name)}?`;
  }

  protected override render({ credential }: Output<typeof removeCredential>): string {
    return `Forgot ${printable(credential)}.`;
  }
}
