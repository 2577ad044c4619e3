import type { AnyOperation } from '@dq0/protocol';
import { UsageError } from './errors/usage-error.ts';
import { OperationCommand, type GivenInput } from './operation-command.ts';
import { confirm } from './terminal/prompt.ts';

/** An operation that cannot be taken back: asked once more, unless `--yes` was given. */
export abstract class ConfirmedCommand<T extends AnyOperation> extends OperationCommand<T> {
  protected abstract question(input: GivenInput<T>): string;

  protected override async perform(input: GivenInput<T>): ReturnType<OperationCommand<T>['perform']> {
    const agreed = this.common.yes || (await confirm(this.question(input), 'Confirm with --yes.', this.prompting));
    if (!agreed) throw new UsageError('Nothing was done.', 'Answer y, or confirm with --yes.');
    return super.perform(input);
  }
}
