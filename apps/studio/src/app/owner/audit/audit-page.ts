import { Component, computed, inject, resource, signal } from '@angular/core';
import { Router } from '@angular/router';
import type { AuditRow } from '@dq0/protocol';
import { auditLines } from '@dq0/protocol/audit-lines';
import { Api } from '../../data-access/api.ts';
import { exportAudit } from '../../data-access/operations.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { download } from '../../ui/download.ts';
import { Icon } from '../../ui/icon.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { AuditRows } from './audit-rows.ts';
import { gapIn } from './chain.ts';
import { wholeRecord } from './whole-record.ts';

const PAGE = 200;
const PRICE = 'query:plan';

/** Everything that was decided, by whom. Of rows about others only the link in the chain is told. */
@Component({
  selector: 's0-audit-page',
  imports: [AuditRows, Icon, Loading, ProblemCard],
  templateUrl: './audit-page.html',
})
export class AuditPage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  /** The row before the page that is shown; undefined for the newest. */
  private readonly before = signal<number | undefined>(undefined);
  protected readonly found = resource({
    params: () => ({ before: this.before() }),
    loader: ({ params, abortSignal }) => this.load(params.before, abortSignal),
  });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
  protected readonly head = computed(() => (this.found.hasValue() ? this.found.value().head : undefined));
  private readonly links = computed(() => (this.found.hasValue() ? this.found.value().rows : []));
  private readonly rows = computed(() => this.links().filter((row): row is AuditRow => 'salt' in row));
  protected readonly hidden = computed(() => this.links().length - this.rows().length);
  protected readonly gap = computed(() => {
    const head = this.head();
    return head === undefined ? undefined : gapIn(this.links(), head);
  });
  protected readonly span = computed(() => ({
    first: this.links()[0]?.number ?? 0,
    last: this.links().at(-1)?.number ?? 0,
  }));
  protected readonly wanted = signal('');
  /** Each look at a price, so each rest while a question is typed, is a row. */
  protected readonly prices = signal(true);
  protected readonly visible = computed(() => {
    const word = this.wanted().toLowerCase();
    const fits = ({ actor, action, object, outcome }: AuditRow): boolean =>
      `${actor} ${action} ${object ?? ''} ${outcome}`.toLowerCase().includes(word);
    return this.rows()
      .filter((row) => fits(row) && (this.prices() || row.action !== PRICE))
      .toReversed();
  });
  /** What is typed, or the one person or object on this page that it is a part of. */
  protected follow(): Promise<boolean> {
    const word = this.wanted().trim();
    const names = new Set(this.rows().flatMap(({ actor, object }) => (object === null ? [actor] : [actor, object])));
    const meant = [...names].filter((name) => name.toLowerCase().includes(word.toLowerCase()));
    const about = !names.has(word) && meant.length === 1 ? meant[0] : word;
    return this.router.navigate(['/own/audit/about', about]);
  }

  protected readonly saving = signal(false);
  protected readonly unsaved = signal<Problem | undefined>(undefined);

  /** The whole record as a file, to be verified without a network. */
  protected async save(): Promise<void> {
    this.saving.set(true);
    this.unsaved.set(undefined);
    try {
      const { rows, head } = await wholeRecord((after, limit) => this.api.call(exportAudit, { after, limit }));
      download('audit.ndjson', 'application/x-ndjson', auditLines(rows, head));
    } catch (error) {
      this.unsaved.set(asProblem(error));
    } finally {
      this.saving.set(false);
    }
  }

  protected older(): void {
    this.before.set(this.span().first);
  }

  protected newest(): void {
    this.before.set(undefined);
    this.found.reload();
  }

  /** The page of rows before a number; the record is told from its beginning, so its length is asked first. */
  private async load(before: number | undefined, abort: AbortSignal) {
    const { head } = await this.api.call(exportAudit, { limit: 1 }, abort);
    const end = before ?? head.number + 1;
    const after = Math.max(0, end - 1 - PAGE);
    const { rows } = await this.api.call(exportAudit, { after, limit: Math.max(1, end - 1 - after) }, abort);
    return { rows, head };
  }
}
