import { addCredential, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { loginFlags, readLogin, type LoginFlags } from '../../../credential/read-login.ts';
import { OperationCommand, type GivenInput } from '../../../operation-command.ts';
import { printable } from '../../../terminal/printable.ts';

export default class DataCredentialAdd extends OperationCommand<typeof addCredential> {
  static override summary = 'Store what opens a database; only the quarantine can read it again';
  static override examples = [
    '<%= config.bin %> data credential add census-db',
    '<%= config.bin %> data credential add census-db --user dq0_reader --password-stdin < password',
    '<%= config.bin %> data credential add census-db --file login.yaml --replace',
  ];
  static override args = {
    name: Args.string({ required: true, ignoreStdin: true, description: 'the name that definitions use' }),
  };
  static override flags = {
    ...loginFlags,
    replace: Flags.boolean({ description: 'renew the credential of this name' }),
  };
  protected override readonly operation = addCredential;

  protected override async input(
    { name }: { name: string },
    flags: LoginFlags & { replace?: boolean },
  ): Promise<GivenInput<typeof addCredential>> {
    return { name, login: await readLogin(flags, this.prompting), replace: flags.replace ?? false };
  }

  protected override render({ credential, replaced }: Output<typeof addCredential>): string {
    return `${replaced ? 'Renewed' : 'Stored'} ${printable(credential)}. Definitions name it: connector.credential.`;
  }
}
