import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../data-access/api.ts';
import { listDatasets } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { levelText } from '../../ui/level.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { StateCard } from '../../ui/states/state-card.ts';

@Component({
  selector: 's0-datasets-page',
  imports: [RouterLink, Loading, ProblemCard, StateCard],
  template: `
    <div class="page">
      <div class="head">
        <div class="grow">
          <h1>Data sets</h1>
          <p class="lede">What you may know of them is public. Their rows never leave.</p>
        </div>
      </div>
      @if (problem(); as problem) {
        <s0-problem [problem]="problem" (retry)="found.reload()" />
      } @else if (!found.hasValue()) {
        <s0-loading what="Fetching the data sets" />
      } @else if (found.value().datasets.length === 0) {
        <s0-state
          title="No data set is open to you"
          text="Owners decide who may ask, and who may request access. Tell them your purpose; then load this page again."
          tone="person"
          [open]="true"
        />
      } @else {
        <ul class="tg sets">
          @for (set of found.value().datasets; track set.name) {
            <li class="card">
              <div class="hd">
                <h2>
                  <a [routerLink]="['/sci/datasets', set.name]">{{ set.name }}</a>
                </h2>
                <span class="chip end">{{ level(set.privacyLevel) }}</span>
              </div>
              <div class="bd stack-s">
                <p class="soft">{{ set.description || 'No description.' }}</p>
                <p class="row wrap">
                  @for (table of set.tables; track table) {
                    <span class="chip mono">{{ table }}</span>
                  }
                  @if (!set.mayAsk) {
                    <span class="chip person">request access</span>
                  }
                </p>
              </div>
            </li>
          }
        </ul>
      }
    </div>
  `,
})
export class DatasetsPage {
  private readonly api = inject(Api);
  protected readonly found = resource({ loader: ({ abortSignal }) => this.api.call(listDatasets, {}, abortSignal) });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
  protected readonly level = levelText;
}
