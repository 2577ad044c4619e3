import { DatePipe } from '@angular/common';
import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { Api } from '../../../data-access/api.ts';
import { infoRun } from '../../../data-access/operations.ts';
import { asProblem } from '../../../data-access/problem.ts';
import { Loading } from '../../../ui/states/loading.ts';
import { ProblemCard } from '../../../ui/states/problem-card.ts';

/** How a job went: its states with their times, and the checks that let its answer out. Asked for when opened. */
@Component({
  selector: 's0-run-facts',
  imports: [DatePipe, Loading, ProblemCard],
  template: `
    <details #box class="foot small" (toggle)="opened.set(box.open)">
      <summary>How it went</summary>
      @if (problem(); as problem) {
        <s0-problem [problem]="problem" (retry)="found.reload()" />
      } @else if (opened() && !found.hasValue()) {
        <s0-loading what="Fetching the record of this job" />
      } @else if (found.hasValue()) {
        <dl class="kv">
          <dt>job</dt>
          <dd class="mono break">{{ job() }}</dd>
          @for (step of found.value().history; track $index) {
            <dt>{{ step.state }}</dt>
            <dd class="mono">{{ step.time | date: 'yyyy-MM-dd HH:mm:ss.SSS' : 'UTC' }} UTC</dd>
          }
          @for (check of found.value().checks; track check.name) {
            <dt>check {{ check.stage }}</dt>
            <dd>{{ check.name }} {{ check.version }}: {{ check.verdict }}</dd>
          }
          <dt>sandbox</dt>
          <dd>{{ found.value().sandbox ?? 'none was needed' }}</dd>
        </dl>
      }
    </details>
  `,
})
export class RunFacts {
  readonly job = input.required<string>();
  protected readonly opened = signal(false);
  private readonly api = inject(Api);
  protected readonly found = resource({
    params: () => (this.opened() ? { job: this.job() } : undefined),
    loader: ({ params, abortSignal }) => this.api.call(infoRun, params, abortSignal),
  });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
}
