import { Component, computed, inject, input, resource } from '@angular/core';
import { Router } from '@angular/router';
import { Api } from '../../data-access/api.ts';
import { budgetDataset, infoDataset, listDatasets, sampleDataset } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { AccountBar } from '../../ui/account-bar.ts';
import { Icon } from '../../ui/icon.ts';
import { levelText } from '../../ui/level.ts';
import { leftText, shareText, smallText } from '../../ui/numbers/share.ts';
import { Loading } from '../../ui/states/loading.ts';
import { PartProblem } from '../../ui/states/part-problem.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { Drafts } from '../queries/drafts.ts';
import { RequestAccess } from './request-access.ts';
import { exampleQuestions } from '../../ui/metadata/column-facts.ts';
import { PublishedTable } from '../../ui/metadata/published-table.ts';

/** Everything published about a data set, what its account still gives, mock rows, and questions to begin with. */
@Component({
  selector: 's0-dataset-page',
  imports: [AccountBar, Icon, Loading, PartProblem, ProblemCard, PublishedTable, RequestAccess],
  templateUrl: './dataset-page.html',
})
export class DatasetPage {
  readonly name = input.required<string>();
  private readonly api = inject(Api);
  private readonly drafts = inject(Drafts);
  private readonly router = inject(Router);

  protected readonly info = resource({
    params: () => ({ dataset: this.name() }),
    loader: ({ params, abortSignal }) => this.api.call(infoDataset, params, abortSignal),
  });
  protected readonly budget = resource({
    params: () => ({ dataset: this.name() }),
    loader: ({ params, abortSignal }) => this.api.call(budgetDataset, params, abortSignal),
  });
  protected readonly sample = resource({
    params: () => ({ dataset: this.name(), rows: 5 }),
    loader: ({ params, abortSignal }) => this.api.call(sampleDataset, params, abortSignal),
  });
  protected readonly listed = resource({ loader: ({ abortSignal }) => this.api.call(listDatasets, {}, abortSignal) });
  /** Its owner has not let this person ask it. */
  protected readonly closed = computed(
    () =>
      this.listed.hasValue() &&
      this.listed.value().datasets.some(({ name, mayAsk }) => name === this.name() && !mayAsk),
  );
  protected readonly problem = computed(() =>
    this.info.error() === undefined ? undefined : asProblem(this.info.error()),
  );
  protected readonly tables = computed(() => (this.info.hasValue() ? Object.entries(this.info.value().tables) : []));
  protected readonly examples = computed(() =>
    this.tables().flatMap(([table, facts]) => exampleQuestions(table, facts)),
  );
  protected readonly small = smallText;
  protected readonly share = shareText;
  protected readonly left = leftText;
  protected readonly level = levelText;

  protected ask(sql = ''): void {
    const tab = this.drafts.open(this.name(), sql);
    void this.router.navigate(['/sci/queries', tab]);
  }

  protected isNumber(type: string | undefined): boolean {
    return type === 'integer' || type === 'decimal' || type === 'float';
  }
}
