import { createProject, type ProjectRecord } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { OperationCommand } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';

export default class ProjectCreate extends OperationCommand<typeof createProject> {
  static override summary = 'Make a project: what people work on together';
  static override description =
    'Questions are asked for it with --project. You are its first member, and say who the others are.';
  static override examples = ['<%= config.bin %> project create churn'];
  static override args = {
    name: Args.string({ required: true, ignoreStdin: true, description: 'its name among your projects' }),
  };
  protected override readonly operation = createProject;

  protected override render({ project }: ProjectRecord): string {
    return `Made ${printable(project)}. Let others in with: dq0 project add-member ${printable(project)} EMAIL`;
  }
}
