import { removeMember, type ProjectRecord } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { ConfirmedCommand } from '../../confirmed-command.ts';
import type { GivenInput } from '../../operation-command.ts';
import { renderProject } from '../../project/render-project.ts';
import { printable } from '../../terminal/printable.ts';

export default class ProjectRemoveMember extends ConfirmedCommand<typeof removeMember> {
  static override summary = 'End a membership: of a project of yours, or your own';
  static override examples = ['<%= config.bin %> project remove-member churn bob@example.org'];
  static override args = {
    project: Args.string({ required: true, ignoreStdin: true, description: 'its name, or ADDRESS/NAME' }),
    email: Args.string({ required: true, ignoreStdin: true, description: 'address of the member' }),
  };
  protected override readonly operation = removeMember;

  protected override question({ project, email }: GivenInput<typeof removeMember>): string {
    return `End the membership of ${printable(email)} in ${printable(project)}?`;
  }

  protected override render(project: ProjectRecord): string {
    return renderProject(project);
  }
}
