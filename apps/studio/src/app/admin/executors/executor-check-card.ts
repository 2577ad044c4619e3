import { Component, computed, inject, input, signal } from '@angular/core';
import type { ExecutorCheck } from '@dq0/protocol';
import { Api } from '../../data-access/api.ts';
import { checkExecutor } from '../../data-access/operations.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { summaryOf } from './check-summary.ts';

/** Lets a job without data try to break out, and shows what came of it. */
@Component({
  selector: 's0-executor-check',
  imports: [Loading, ProblemCard],
  templateUrl: './executor-check-card.html',
})
export class ExecutorCheckCard {
  private readonly api = inject(Api);
  readonly name = input.required<string>();
  protected readonly busy = signal(false);
  protected readonly done = signal<ExecutorCheck | undefined>(undefined);
  protected readonly failed = signal<Problem | undefined>(undefined);
  protected readonly summary = computed(() => {
    const done = this.done();
    return done === undefined ? '' : summaryOf(done);
  });

  protected async check(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    this.failed.set(undefined);
    this.done.set(undefined);
    try {
      this.done.set(await this.api.call(checkExecutor, { executor: this.name() }));
    } catch (failure) {
      this.failed.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}
