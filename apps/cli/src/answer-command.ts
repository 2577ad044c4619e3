import { resultQuery, type AnyOperation, type Output, type QueryAnswer } from '@dq0/protocol';
import { awaitAnswer } from './answers/await-answer.ts';
import { describeState } from './answers/describe-state.ts';
import { exitOfAnswer } from './answers/outcome.ts';
import { renderAnswer } from './answers/render-answer.ts';
import { renderRefusals } from './answers/render-refusals.ts';
import { OperationCommand, type GivenInput } from './operation-command.ts';
import { printable } from './terminal/printable.ts';

type Answering = AnyOperation & { readonly output: { readonly _zod: { readonly output: QueryAnswer } } };

/** A command whose outcome is the answer to a question: waits for it, shows it, and exits by its state. */
export abstract class AnswerCommand<T extends Answering> extends OperationCommand<T> {
  /** The text of the question, where this command knows it. */
  protected sql = '';
  protected waits = true;

  protected override async perform(input: GivenInput<T>): Promise<Output<T>> {
    const began = performance.now();
    const first = (await super.perform(input)) as QueryAnswer;
    return (this.waits ? await this.#settled(first, began) : first) as Output<T>;
  }

  #settled(first: QueryAnswer, began: number): Promise<QueryAnswer> {
    return awaitAnswer(first, {
      deadline: began + this.timeoutMs,
      clock: () => performance.now(),
      ask: (job, waitSeconds) => this.call(resultQuery, { job, waitSeconds }, waitSeconds * 1000 + 15_000),
      onState: (state) => this.console.progress(`The job is ${state}`),
    });
  }

  protected override show(answer: QueryAnswer): void {
    process.exitCode = exitOfAnswer(answer);
    this.#remember(answer);
    if (this.console.json || answer.state === 'released') this.print(answer, () => this.render(answer));
    else if (answer.state === 'refused')
      this.console.note(renderRefusals(this.sql, answer.refusals ?? [], this.common.profile));
    else this.console.note(this.inProfile(describeState(answer)));
    if (!this.console.json) for (const line of answer.log ?? []) this.console.note(`  ${printable(line)}`);
  }

  protected override render(answer: QueryAnswer): string {
    return renderAnswer(answer);
  }

  /** Keeps the newest answer that was paid for and the name of its message: what `demo proxy` lays beside the ciphertext. */
  #remember(answer: QueryAnswer): void {
    const { receipt } = this;
    if (answer.state !== 'released' || answer.log || !receipt) return;
    this.profile.saveLastAnswer({ sql: this.sql, answer, message: receipt.id });
  }
}
