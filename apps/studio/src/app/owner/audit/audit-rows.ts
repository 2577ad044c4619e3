import { DatePipe } from '@angular/common';
import { Component, computed, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { AuditRow } from '@dq0/protocol';

/** Rows of the record, and all that one of them says. */
@Component({
  selector: 's0-audit-rows',
  imports: [DatePipe, RouterLink],
  templateUrl: './audit-rows.html',
})
export class AuditRows {
  readonly rows = input.required<readonly AuditRow[]>();
  readonly none = input.required<string>();
  protected readonly chosen = linkedSignal<readonly AuditRow[], number | undefined>({
    source: this.rows,
    computation: (rows, previous) => rows.find(({ number }) => number === previous?.value)?.number ?? rows[0]?.number,
  });
  protected readonly row = computed(() => this.rows().find(({ number }) => number === this.chosen()));
  protected readonly facts = computed(() => Object.entries(this.row()?.facts ?? {}));
}
