import { listGroups, type Output } from '@dq0/protocol';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

export default class GroupList extends OperationCommand<typeof listGroups> {
  static override summary = 'List the groups beside the roles';
  static override description = 'Who is in them shows in: dq0 user list';
  protected override readonly operation = listGroups;

  protected override render({ groups }: Output<typeof listGroups>): string {
    if (groups.length === 0)
      return 'No groups beside the roles. An administrator makes one with: dq0 group create NAME';
    const rows = groups.map(({ group, members, createdBy, created }) => [group, String(members), createdBy, created]);
    const columns = [
      { title: 'group' },
      { title: 'people', align: 'right' as const },
      { title: 'made by' },
      { title: 'made' },
    ];
    return renderTable(columns, rows, 80);
  }
}
