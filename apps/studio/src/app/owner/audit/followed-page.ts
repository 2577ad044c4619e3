import { Component, computed, inject, input, linkedSignal, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AuditRow } from '@dq0/protocol';
import { Api } from '../../data-access/api.ts';
import { listAudit, showAudit } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { AuditRows } from './audit-rows.ts';

const AUDIT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** One thing through the whole record: a person, a data set, a job, an account, or the one row of an audit id. */
@Component({
  selector: 's0-followed-page',
  imports: [RouterLink, AuditRows, Loading, ProblemCard],
  template: `
    <div class="page">
      <div class="head">
        <div class="grow">
          <h1 class="break">{{ about() }} in the record</h1>
          <p class="lede">Every row that names it as actor, object or fact, newest first.</p>
        </div>
        <a class="btn line" routerLink="/own/audit">Whole record</a>
      </div>
      @if (problem(); as problem) {
        <s0-problem [problem]="problem" (retry)="found.reload()" />
      } @else if (!found.hasValue()) {
        <s0-loading what="Searching the record" />
      } @else {
        <s0-audit-rows
          [rows]="found.value().rows"
          none="No row that you may read names it. People are named by their whole e-mail address."
        >
          <div class="row small soft" head>{{ found.value().rows.length }} rows</div>
          @if (found.value().next; as next) {
            <div class="ft" foot>
              <button class="btn line sm" type="button" (click)="before.set(next)">Older rows</button>
            </div>
          }
        </s0-audit-rows>
      }
    </div>
  `,
})
export class FollowedPage {
  readonly about = input.required<string>();
  private readonly api = inject(Api);
  protected readonly before = linkedSignal<string, number | undefined>({
    source: this.about,
    computation: () => undefined,
  });
  protected readonly found = resource({
    params: () => ({ about: this.about(), before: this.before() }),
    loader: ({ params, abortSignal }) => this.load(params, abortSignal),
  });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );

  private async load(
    { about, before }: { about: string; before: number | undefined },
    abort: AbortSignal,
  ): Promise<{ rows: AuditRow[]; next: number | null }> {
    const more = before === undefined ? {} : { before };
    const named = await this.api.call(listAudit, { about, limit: 200, ...more }, abort);
    // Jobs have ids of the same form as rows.
    if (named.rows.length > 0 || !AUDIT_ID.test(about)) return named;
    const { row } = await this.api.call(showAudit, { auditId: about.toLowerCase() }, abort);
    return { rows: [row], next: null };
  }
}
