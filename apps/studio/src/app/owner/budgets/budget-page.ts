import { DatePipe } from '@angular/common';
import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../data-access/api.ts';
import { budgetHistory, forecastBudget, showBudget } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { AccountBar } from '../../ui/account-bar.ts';
import { Chart } from '../../ui/chart/chart.ts';
import { epsilonText, leftText, shareText, smallText } from '../../ui/numbers/share.ts';
import { Loading } from '../../ui/states/loading.ts';
import { PartProblem } from '../../ui/states/part-problem.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { Asked } from './asked.ts';
import { burnDown, leftOverTime } from './burn-down.ts';
import { QuotaForm } from './quota-form.ts';

/** Where an account stands, what spent it, and how long it lasts at the present pace. */
@Component({
  selector: 's0-budget-page',
  imports: [DatePipe, RouterLink, AccountBar, Asked, Chart, Loading, PartProblem, ProblemCard, QuotaForm],
  templateUrl: './budget-page.html',
})
export class BudgetPage {
  readonly account = input.required<string>();
  private readonly api = inject(Api);
  private readonly params = (): { name: string } => ({ name: this.account() });
  protected readonly shown = resource({
    params: this.params,
    loader: ({ params, abortSignal }) => this.api.call(showBudget, params, abortSignal),
  });
  protected readonly history = resource({
    params: this.params,
    loader: ({ params, abortSignal }) => this.api.call(budgetHistory, { ...params, limit: 200 }, abortSignal),
  });
  protected readonly forecast = resource({
    params: this.params,
    loader: ({ params, abortSignal }) => this.api.call(forecastBudget, params, abortSignal),
  });
  protected readonly problem = computed(() =>
    this.shown.error() === undefined ? undefined : asProblem(this.shown.error()),
  );
  protected readonly spends = computed(() => (this.history.hasValue() ? this.history.value().spends : []));
  protected readonly asTable = signal(false);
  /** The spend whose question is shown, by its number. */
  protected readonly opened = signal<number | undefined>(undefined);
  protected readonly picture = computed(() => {
    const left = this.shown.hasValue() ? this.shown.value().left : 1;
    const ahead = this.forecast.hasValue() ? this.forecast.value() : { perDay: 0, daysLeft: null };
    return burnDown(leftOverTime(this.spends(), left), Date.now(), ahead);
  });
  protected readonly people = computed(() => (this.shown.hasValue() ? (this.shown.value().people ?? []) : []));
  protected readonly share = shareText;
  protected readonly left = leftText;
  protected readonly epsilon = epsilonText;
  protected readonly small = smallText;
}
