import { Component, computed, inject, resource } from '@angular/core';
import { Api } from '../../data-access/api.ts';
import { listExecutors } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { ExecutorView } from './executor-view.ts';

/** Where jobs run, and what keeps them in. */
@Component({
  selector: 's0-executors-page',
  imports: [ExecutorView, Loading, ProblemCard],
  template: `
    <div class="page">
      <div class="head">
        <div class="grow">
          <h1>Executors</h1>
          <p class="lede">Where jobs run, and what keeps them in.</p>
        </div>
        <button class="btn line" type="button" (click)="found.reload()">Look again</button>
      </div>
      @if (problem(); as problem) {
        <s0-problem [problem]="problem" (retry)="found.reload()" />
      } @else if (!found.hasValue()) {
        <s0-loading what="Asking the service" />
      } @else {
        <div class="gap">
          @for (executor of found.value().executors; track executor.name) {
            <s0-executor [executor]="executor" />
          } @empty {
            <p class="note">The service has no executor, so no job can run. See its log, then look again.</p>
          }
        </div>
      }
    </div>
  `,
})
export class ExecutorsPage {
  private readonly api = inject(Api);
  protected readonly found = resource({ loader: ({ abortSignal }) => this.api.call(listExecutors, {}, abortSignal) });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
}
