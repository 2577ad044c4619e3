import { handOverProject, type ProjectRecord } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { ConfirmedCommand } from '../../confirmed-command.ts';
import type { GivenInput } from '../../operation-command.ts';
import { renderProject } from '../../project/render-project.ts';
import { printable } from '../../terminal/printable.ts';

export default class ProjectHandOver extends ConfirmedCommand<typeof handOverProject> {
  static override summary = 'Make another member the owner of a project of yours';
  static override description =
    'You stay a member, and the project keeps its name. Administrators hand over those whose owner is disabled.';
  static override examples = ['<%= config.bin %> project hand-over churn --to bob@example.org'];
  static override args = {
    project: Args.string({ required: true, ignoreStdin: true, description: 'its name, or ADDRESS/NAME' }),
  };
  static override flags = {
    to: Flags.string({ required: true, description: 'a member who has an account', helpValue: 'EMAIL' }),
  };
  protected override readonly operation = handOverProject;
  protected override readonly flagOf = { email: 'to' };

  protected override input(
    { project }: { project: string },
    { to }: { to: string },
  ): GivenInput<typeof handOverProject> {
    return { project, email: to };
  }

  protected override question({ project, email }: GivenInput<typeof handOverProject>): string {
    return `Make ${printable(email)} the owner of ${printable(project)}? Only they can hand it back.`;
  }

  protected override render(project: ProjectRecord): string {
    return renderProject(project);
  }
}
