import { listPasskeys, type Output } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

export default class PasskeyList extends OperationCommand<typeof listPasskeys> {
  static override summary = 'List your passkeys';
  static override flags = { email: Flags.string({ description: 'those of a user, for administrators' }) };
  protected override readonly operation = listPasskeys;

  protected override render({ passkeys }: Output<typeof listPasskeys>): string {
    if (passkeys.length === 0) return this.inProfile('No passkey. Register one in Studi0: dq0 passkey add');
    const rows = passkeys.map(({ passkey, name, since, lastUsed }) => [name, since, lastUsed ?? 'never', passkey]);
    return renderTable([{ title: 'name' }, { title: 'since' }, { title: 'last used' }, { title: 'passkey' }], rows, 80);
  }
}
