import { listProjects, type Output } from '@dq0/protocol';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

export default class ProjectList extends OperationCommand<typeof listProjects> {
  static override summary =
    'List the projects that you are a member of; for administrators also those whose owner is disabled';
  protected override readonly operation = listProjects;

  protected override render({ projects }: Output<typeof listProjects>): string {
    if (projects.length === 0) return 'No projects yet. Make one: dq0 project create NAME';
    const columns = [
      { title: 'project' },
      { title: 'owner' },
      { title: 'members', align: 'right' as const },
      { title: 'questions', align: 'right' as const },
      { title: 'made' },
    ];
    const rows = projects.map(({ project, owner, orphaned, members, runs, created }) => [
      project,
      orphaned ? `${owner}, ended` : owner,
      String(members.length),
      String(runs),
      created,
    ]);
    return renderTable(columns, rows, 110);
  }
}
