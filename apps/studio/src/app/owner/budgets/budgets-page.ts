import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../data-access/api.ts';
import { type budgetDataset, listDatasets } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import type { OutputOf } from '../../data-access/route.ts';
import { AccountBar } from '../../ui/account-bar.ts';
import { leftText } from '../../ui/numbers/share.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { StateCard } from '../../ui/states/state-card.ts';
import { shownBudget } from '../shown-budget.ts';

interface Account extends OutputOf<typeof budgetDataset> {
  readonly datasets: readonly string[];
}

/** The accounts behind the data sets that one may see: several data sets about the same people share one. */
@Component({
  selector: 's0-budgets-page',
  imports: [RouterLink, AccountBar, Loading, ProblemCard, StateCard],
  template: `
    <div class="page">
      <div class="head">
        <div class="grow">
          <h1>Budgets</h1>
          <p class="lede">One account for each group of people, for life. Shares add up; nothing comes back.</p>
        </div>
      </div>
      @if (problem(); as problem) {
        <s0-problem [problem]="problem" (retry)="found.reload()" />
      } @else if (!found.hasValue()) {
        <s0-loading what="Reading the accounts" />
      } @else {
        <ul class="tg sets">
          @for (account of found.value(); track account.account) {
            <li class="card">
              <div class="hd">
                <h2>
                  <a [routerLink]="['/own/budgets', account.account]">{{ account.account }}</a>
                </h2>
                <span class="end"
                  ><b>{{ left(account.left) }}</b> left</span
                >
              </div>
              <div class="bd stack-s">
                <s0-account-bar [used]="account.used" />
                <p class="small soft">
                  {{ account.datasets.join(', ') }}; epsilon {{ account.epsilon }} for life;
                  {{ account.releases }} releases
                </p>
              </div>
            </li>
          } @empty {
            <li>
              <s0-state
                title="No account yet"
                text="The first data set that you publish opens one."
                tone="cost"
                [open]="true"
              />
            </li>
          }
        </ul>
      }
    </div>
  `,
})
export class BudgetsPage {
  private readonly api = inject(Api);
  protected readonly found = resource({ loader: ({ abortSignal }) => this.load(abortSignal) });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
  protected readonly left = leftText;

  private async load(abort: AbortSignal): Promise<readonly Account[]> {
    const { datasets } = await this.api.call(listDatasets, {}, abort);
    const accounts = new Map<string, Account>();
    const told = await Promise.all(
      datasets.map(async ({ name }) => ({
        name,
        budget: await shownBudget(this.api, name, abort),
      })),
    );
    for (const { name, budget } of told) {
      if (budget === undefined) continue;
      accounts.set(budget.account, { ...budget, datasets: [...(accounts.get(budget.account)?.datasets ?? []), name] });
    }
    return [...accounts.values()];
  }
}
