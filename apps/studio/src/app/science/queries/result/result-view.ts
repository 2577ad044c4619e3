import { Component, computed, input, linkedSignal } from '@angular/core';
import type { QueryAnswer } from '@dq0/protocol';
import { printable } from '@dq0/protocol/plain-words';
import { Chart } from '../../../ui/chart/chart.ts';
import { download } from '../../../ui/download.ts';
import { Icon } from '../../../ui/icon.ts';
import { stored } from '../../../data-access/stored.ts';
import { drawable, holdsNull, orderedByNoise, pointsOf, type Shown, shownRows } from './answer-table.ts';
import { csvOf, jsonOf } from './export.ts';
import { RunFacts } from './run-facts.ts';
import { summaryOf } from './summary.ts';
import { whiskers } from './whiskers.ts';

const VIEWS = ['table', 'both', 'chart'] as const;
type View = (typeof VIEWS)[number];
/** So many rows are shown at once. */
const PAGE = 100;
const ROW_HEIGHT = 26;

/** A released answer: every noisy number with its interval, as table and as picture. */
@Component({
  selector: 's0-result',
  imports: [Chart, Icon, RunFacts],
  host: { class: 'res' },
  templateUrl: './result-view.html',
})
export class ResultView {
  readonly answer = input.required<QueryAnswer>();
  /** The question as it was asked. */
  readonly sql = input.required<string>();
  readonly mock = input(false);
  protected readonly views = VIEWS;
  protected readonly view = stored<View>('studi0-view', 'both', (value): value is View =>
    (VIEWS as readonly unknown[]).includes(value),
  );
  protected readonly rows = computed(() => shownRows(this.answer()));
  protected readonly page = linkedSignal({ source: this.answer, computation: () => 0 });
  protected readonly pages = computed(() => Math.max(1, Math.ceil(this.rows().length / PAGE)));
  protected readonly visible = computed(() => this.rows().slice(this.page() * PAGE, (this.page() + 1) * PAGE));
  protected readonly columns = computed(() => drawable(this.answer()));
  protected readonly column = linkedSignal({
    source: this.columns,
    computation: (columns) => columns.at(-1)?.at ?? -1,
  });
  protected readonly points = computed(() =>
    pointsOf(this.answer(), this.column()).slice(this.page() * PAGE, (this.page() + 1) * PAGE),
  );
  protected readonly columnName = computed(() => this.answer().columns[this.column()]?.name ?? '');
  protected readonly picture = computed(() =>
    whiskers(this.points(), `${printable(this.columnName())}: value and 95 % interval`),
  );
  protected readonly height = computed(() => this.points().length * ROW_HEIGHT + 64);
  protected readonly hasChart = computed(() => this.points().length > 0);
  protected readonly summary = computed(() => summaryOf(this.answer(), this.mock()));

  /** Rows for which no value of a group is known; which groups are listed says nothing of who is in them. */
  protected readonly hasNullGroup = computed(() => holdsNull(this.answer(), false));
  protected readonly hasNullNumber = computed(() => holdsNull(this.answer(), true));

  protected readonly byNoise = computed(() => orderedByNoise(this.answer(), this.sql()));

  /** What stands beside a noisy number. The values of a quantile are steps of a grid, so its interval may be one of them. */
  protected beside({ halfWidth, tooNoisy }: Shown): string {
    if (halfWidth === '0') return 'within its step';
    if (halfWidth !== undefined) return `± ${halfWidth}`;
    return tooNoisy ? 'interval is open' : '';
  }

  protected export(kind: 'csv' | 'json'): void {
    const name = `answer-${this.answer().job?.slice(0, 8) ?? 'mock'}.${kind}`;
    if (kind === 'csv') download(name, 'text/csv', csvOf(this.answer()));
    else download(name, 'application/json', jsonOf(this.answer()));
  }
}
