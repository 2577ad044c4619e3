import { Component, computed, DestroyRef, inject, resource } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { spanText } from '@dq0/protocol/plain-words';
import { Api } from '../../data-access/api.ts';
import { listDatasets } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { AccountBar } from '../../ui/account-bar.ts';
import { agoText } from '../../ui/ago.ts';
import { Icon } from '../../ui/icon.ts';
import { levelText } from '../../ui/level.ts';
import { leftText } from '../../ui/numbers/share.ts';
import { Loading } from '../../ui/states/loading.ts';
import { PartProblem } from '../../ui/states/part-problem.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { StateCard } from '../../ui/states/state-card.ts';
import { PublishDrafts } from '../publish/publish-drafts.ts';
import { shownBudget } from '../shown-budget.ts';

/** While data are being read the list is looked at again so often. */
const LOOK_MS = 15_000;

/** What one has published, and what its accounts still give. */
@Component({
  selector: 's0-owner-datasets-page',
  imports: [RouterLink, AccountBar, Icon, Loading, PartProblem, ProblemCard, StateCard],
  templateUrl: './datasets-page.html',
})
export class DatasetsPage {
  private readonly api = inject(Api);
  protected readonly found = resource({ loader: ({ abortSignal }) => this.api.call(listDatasets, {}, abortSignal) });
  protected readonly budgets = resource({
    params: () => (this.found.hasValue() ? this.found.value().datasets : undefined),
    loader: async ({ params: sets, abortSignal }) => {
      const budgets = sets.map(async ({ name }) => [name, await shownBudget(this.api, name, abortSignal)] as const);
      return new Map(await Promise.all(budgets));
    },
  });
  protected readonly rows = computed(() => {
    const sets = this.found.hasValue() ? this.found.value().datasets : [];
    const budgets = this.budgets.hasValue() ? this.budgets.value() : undefined;
    return sets.map((set) => ({ ...set, budget: budgets?.get(set.name) }));
  });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
  /** What is being read, for how long when it was last looked at. */
  protected readonly preparing = computed(() =>
    this.found.hasValue()
      ? this.found
          .value()
          .preparing.map(({ name, since }) => ({ name, span: spanText(Date.now() - Date.parse(since)) }))
      : [],
  );
  protected readonly level = levelText;
  protected readonly left = leftText;
  private readonly router = inject(Router);
  private readonly begun = inject(PublishDrafts);
  protected readonly drafts = computed(() => this.begun.all().filter(({ saved }) => saved > 0));

  constructor() {
    const looking = setInterval(() => {
      if (this.preparing().length > 0 && !this.found.isLoading()) this.found.reload();
    }, LOOK_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(looking));
  }

  protected publish(): void {
    void this.router.navigate(['/own/datasets', this.begun.open(), 'edit', 'connect']);
  }

  protected drop(key: string): void {
    this.begun.drop(key);
  }

  protected ago(saved: number): string {
    return agoText(Date.now() - saved);
  }
}
