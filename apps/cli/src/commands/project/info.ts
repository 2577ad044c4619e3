import { infoProject, type ProjectRecord } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { OperationCommand } from '../../operation-command.ts';
import { renderProject } from '../../project/render-project.ts';

export default class ProjectInfo extends OperationCommand<typeof infoProject> {
  static override summary = 'Show a project of yours and its members';
  static override examples = ['<%= config.bin %> project info churn'];
  static override args = {
    project: Args.string({ required: true, ignoreStdin: true, description: 'its name, or ADDRESS/NAME' }),
  };
  protected override readonly operation = infoProject;

  protected override render(project: ProjectRecord): string {
    return renderProject(project);
  }
}
