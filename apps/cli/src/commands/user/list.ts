import { listUsers, UserState, type Output } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

export default class UserList extends OperationCommand<typeof listUsers> {
  static override summary = 'List users and applicants, with the fingerprints to compare';
  static override flags = { state: Flags.string({ options: [...UserState.options], description: 'only these' }) };
  protected override readonly operation = listUsers;

  protected override render({ users }: Output<typeof listUsers>): string {
    if (users.length === 0) return 'No users. Invite people with the connection string of your platform.';
    const rows = users.map(({ email, state, roles, groups, fingerprint }) => {
      return [email, state, roles.join(', '), groups.join(', '), fingerprint];
    });
    const titles = ['user', 'state', 'roles', 'groups', 'fingerprint of the device'];
    const columns = titles.map((title) => ({ title }));
    return renderTable(columns, rows, 80);
  }
}
