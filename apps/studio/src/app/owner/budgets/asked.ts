import { Component, computed, inject, input, resource } from '@angular/core';
import { Api } from '../../data-access/api.ts';
import { infoRun } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';

/** What was asked by a job, for the owner of its data set. */
@Component({
  selector: 's0-asked',
  imports: [Loading, ProblemCard],
  template: `
    @if (problem(); as problem) {
      <s0-problem [problem]="problem" (retry)="found.reload()" />
    } @else if (!found.hasValue()) {
      <s0-loading what="Fetching the question" />
    } @else {
      <pre class="mono sql" tabindex="0" role="region" aria-label="Question">{{
        found.value().request ?? 'Only who asked it and the owner of the data set see the text.'
      }}</pre>
      <p class="small soft">
        {{ found.value().run.state }}{{ found.value().run.purpose === null ? '' : ', for ' + found.value().run.purpose
        }}{{ found.value().run.project === null ? '' : ', in project ' + found.value().run.project }}
      </p>
    }
  `,
})
export class Asked {
  readonly job = input.required<string>();
  private readonly api = inject(Api);
  protected readonly found = resource({
    params: () => ({ job: this.job() }),
    loader: ({ params, abortSignal }) => this.api.call(infoRun, params, abortSignal),
  });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
}
