import { addMember, type ProjectRecord } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { OperationCommand } from '../../operation-command.ts';
import { renderProject } from '../../project/render-project.ts';

export default class ProjectAddMember extends OperationCommand<typeof addMember> {
  static override summary = 'Let somebody be a member of a project of yours';
  static override description = 'From the next message on; the answer does not tell whether there is an account.';
  static override examples = ['<%= config.bin %> project add-member churn bob@example.org'];
  static override args = {
    project: Args.string({ required: true, ignoreStdin: true, description: 'its name, or ADDRESS/NAME' }),
    email: Args.string({ required: true, ignoreStdin: true, description: 'address of the new member' }),
  };
  protected override readonly operation = addMember;

  protected override render(project: ProjectRecord): string {
    return renderProject(project);
  }
}
