import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../data-access/api.ts';
import { listDatasets, listQueries, listRuns, listUsers } from '../data-access/operations.ts';
import { asProblem } from '../data-access/problem.ts';
import { Session } from '../data-access/session.ts';
import { facesOf } from '../ui/faces.ts';
import { Icon } from '../ui/icon.ts';
import { FingerprintGroups } from '../ui/people/fingerprint-groups.ts';
import { Loading } from '../ui/states/loading.ts';
import { ProblemCard } from '../ui/states/problem-card.ts';
import { StateCard } from '../ui/states/state-card.ts';
import { firstSteps, type Known } from './first-steps.ts';

/** The way from nothing to a first answer, per role; its ticks follow from what the platform tells. */
@Component({
  selector: 's0-start-page',
  imports: [RouterLink, FingerprintGroups, Icon, Loading, ProblemCard, StateCard],
  templateUrl: './start-page.html',
})
export class StartPage {
  protected readonly session = inject(Session);
  private readonly api = inject(Api);
  protected readonly face = computed(() => facesOf(this.session.roles())[0]);
  protected readonly known = resource({
    params: () => (this.session.loggedIn() ? this.face()?.id : undefined),
    loader: ({ params, abortSignal }) => this.load(params, abortSignal),
  });
  protected readonly problem = computed(() =>
    this.known.error() === undefined ? undefined : asProblem(this.known.error()),
  );
  protected readonly steps = computed(() => {
    const face = this.face();
    return face !== undefined && this.known.hasValue() ? firstSteps(face.id, this.known.value()) : [];
  });
  protected readonly done = computed(() => this.steps().filter(({ done }) => done).length);
  protected readonly next = computed(() => this.steps().findIndex(({ done }) => !done));

  private async load(face: 'sci' | 'own' | 'adm', abort: AbortSignal): Promise<Known> {
    const may = (role: 'data-owner' | 'administrator'): boolean => this.session.roles().includes(role);
    const [datasets, queries, runs, waiting] = await Promise.all([
      face === 'adm' ? [] : this.api.call(listDatasets, {}, abort).then((told) => told.datasets),
      face === 'sci' ? this.api.call(listQueries, { limit: 200 }, abort).then((told) => told.queries) : [],
      face === 'own' && may('data-owner') ? this.api.call(listRuns, {}, abort).then((told) => told.runs) : [],
      may('data-owner') || may('administrator')
        ? this.api.call(listUsers, { state: 'waiting' }, abort).then((told) => told.users)
        : [],
    ]);
    const asked = queries.map(({ dataset, sql }) => `${dataset} ${sql}`);
    return {
      datasets: datasets.length,
      questions: queries.length + runs.length,
      released: queries.filter(({ state }) => state === 'released').length,
      again: new Set(asked).size < asked.length,
      waiting: waiting.length,
    };
  }
}
