import { checkExecutor, type ExecutorCheck as Check } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { exitOf, renderCheck } from '../../executor/render-check.ts';
import { OperationCommand } from '../../operation-command.ts';

export default class ExecutorCheck extends OperationCommand<typeof checkExecutor> {
  static override summary = 'Let a job without data try to break out of an executor, and show what came of it';
  static override description =
    'Takes a few seconds. Exit code 0: all is as it should be; 8: the sandbox lets something through; 1: jobs do not run.';
  static override args = {
    executor: Args.string({ default: 'local', ignoreStdin: true, description: 'name of the executor' }),
  };
  protected override readonly operation = checkExecutor;

  protected override show(check: Check): void {
    super.show(check);
    process.exitCode = exitOf(check);
  }

  protected override render(check: Check): string {
    return renderCheck(check);
  }
}
