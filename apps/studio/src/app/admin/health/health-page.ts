import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../data-access/api.ts';
import { infoPlatform } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { headline, tilesOf } from './tiles.ts';

/** How the platform runs; never what is in the data. */
@Component({
  selector: 's0-health-page',
  imports: [RouterLink, Loading, ProblemCard],
  templateUrl: './health-page.html',
})
export class HealthPage {
  private readonly api = inject(Api);
  protected readonly info = resource({ loader: ({ abortSignal }) => this.api.call(infoPlatform, {}, abortSignal) });
  protected readonly problem = computed(() =>
    this.info.error() === undefined ? undefined : asProblem(this.info.error()),
  );
  protected readonly tiles = computed(() => (this.info.hasValue() ? tilesOf(this.info.value()) : []));
  protected readonly headline = computed(() =>
    this.info.hasValue() ? headline(this.info.value()) : { title: 'Health', lede: '' },
  );
}
