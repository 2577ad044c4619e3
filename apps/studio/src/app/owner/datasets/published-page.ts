import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../data-access/api.ts';
import { budgetDataset, exportDataset, infoDataset } from '../../data-access/operations.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { AccountBar } from '../../ui/account-bar.ts';
import { download } from '../../ui/download.ts';
import { PublishedTable } from '../../ui/metadata/published-table.ts';
import { levelText } from '../../ui/level.ts';
import { leftText, smallText } from '../../ui/numbers/share.ts';
import { Loading } from '../../ui/states/loading.ts';
import { PartProblem } from '../../ui/states/part-problem.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';

/** What the world may know of a data set, as its owner reads it; the whole definition goes into a file. */
@Component({
  selector: 's0-published-page',
  imports: [RouterLink, AccountBar, Loading, PartProblem, ProblemCard, PublishedTable],
  template: `
    <div class="page">
      <div class="head">
        <div class="grow">
          <h1 class="break">{{ name() }}</h1>
          <p class="lede">What is published: tables, columns, bounds. Connector and account internals stay with you.</p>
        </div>
        <button class="btn line" type="button" (click)="save()">Export the definition</button>
      </div>
      @if (granted(); as groups) {
        <p class="note good" data-testid="published">
          <span>
            <b>Published.</b>
            @for (group of groups; track group) {
              The group {{ group }} may ask it from now on.
            } @empty {
              Nobody may ask it yet.
            }
            <a routerLink="/own/policies">Access policies</a> say who may ask what.
          </span>
        </p>
      }
      @if (failed(); as problem) {
        <s0-problem [problem]="problem" [again]="false" />
      }
      @if (problem(); as problem) {
        <s0-problem [problem]="problem" (retry)="info.reload()" />
      } @else if (!info.hasValue()) {
        <s0-loading what="Fetching what is published" />
      } @else {
        <div class="cols-2">
          <div class="gap">
            @for (entry of tables(); track entry[0]) {
              <s0-published-table [name]="entry[0]" [table]="entry[1]" />
            }
          </div>
          <aside class="gap" aria-label="About this data set">
            <s0-part-problem what="The budget" [of]="budget" />
            @if (budget.hasValue()) {
              <section class="card">
                <div class="hd">
                  <h2>Budget</h2>
                  <a class="end small" [routerLink]="['/own/budgets', budget.value().account]">{{
                    budget.value().account
                  }}</a>
                </div>
                <div class="bd stack">
                  <p class="say">
                    <b>{{ left(budget.value().left) }}</b> is left, after {{ budget.value().releases }} releases.
                  </p>
                  <s0-account-bar [used]="budget.value().used" />
                </div>
              </section>
            }
            <section class="card">
              <div class="hd"><h2>Facts</h2></div>
              <dl class="bd kv">
                <dt>privacy level</dt>
                <dd>{{ level(info.value().privacyLevel) }}</dd>
                <dt>timing</dt>
                <dd>{{ info.value().timing === 'fast' ? 'not protected' : 'protected' }}</dd>
                <dt>limit for one release</dt>
                <dd>
                  epsilon {{ info.value().limits.epsilonPerRelease }}, delta
                  {{ small(info.value().limits.deltaPerRelease) }}
                </dd>
                <dt>data version</dt>
                <dd>{{ info.value().dataVersion }}</dd>
                <dt>definition</dt>
                <dd>version {{ info.value().metadataVersion }}</dd>
              </dl>
            </section>
          </aside>
        </div>
      }
    </div>
  `,
})
export class PublishedPage {
  readonly name = input.required<string>();
  private readonly api = inject(Api);
  /** What the wizard tells of the data set that it has just published; this page may go on to another one. */
  private readonly told = inject(Router).currentNavigation()?.extras.state;
  /** The groups that may ask it from the start, where it was just published. */
  protected readonly granted = computed(() =>
    this.told?.['published'] === this.name() ? (this.told['groups'] as readonly string[]) : undefined,
  );
  protected readonly info = resource({
    params: () => ({ dataset: this.name() }),
    loader: ({ params, abortSignal }) => this.api.call(infoDataset, params, abortSignal),
  });
  protected readonly budget = resource({
    params: () => ({ dataset: this.name() }),
    loader: ({ params, abortSignal }) => this.api.call(budgetDataset, params, abortSignal),
  });
  protected readonly problem = computed(() =>
    this.info.error() === undefined ? undefined : asProblem(this.info.error()),
  );
  protected readonly tables = computed(() => (this.info.hasValue() ? Object.entries(this.info.value().tables) : []));
  protected readonly failed = signal<Problem | undefined>(undefined);
  protected readonly left = leftText;
  protected readonly small = smallText;
  protected readonly level = levelText;

  protected async save(): Promise<void> {
    this.failed.set(undefined);
    try {
      const { dataset, definition } = await this.api.call(exportDataset, { dataset: this.name() });
      download(`${dataset}.json`, 'application/json', `${JSON.stringify(definition, null, 2)}\n`);
    } catch (failure) {
      this.failed.set(asProblem(failure));
    }
  }
}
