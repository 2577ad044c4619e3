import { listExecutors, type Output } from '@dq0/protocol';
import { renderExecutors } from '../../executor/render-executors.ts';
import { OperationCommand } from '../../operation-command.ts';

export default class ExecutorList extends OperationCommand<typeof listExecutors> {
  static override summary = 'Show where jobs run: what keeps them in, how many run, and the Python environments';
  protected override readonly operation = listExecutors;

  protected override render({ executors }: Output<typeof listExecutors>): string {
    return renderExecutors(executors);
  }
}
