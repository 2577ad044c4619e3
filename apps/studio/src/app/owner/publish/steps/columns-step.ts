import { Component, computed, inject } from '@angular/core';
import { kindOf, SOURCES, type ColumnDraft, type Source } from '../draft.ts';
import { Wizard } from '../wizard.ts';

const ROLES = [
  ['', 'no role'],
  ['target', 'target of models'],
  ['identifier', 'names people'],
  ['hidden', 'hidden'],
] as const;

/** Bounds and lists of each column, and where they come from. Nothing is suggested from the data. */
@Component({ selector: 's0-columns-step', templateUrl: './columns-step.html' })
export class ColumnsStep {
  protected readonly wizard = inject(Wizard);
  protected readonly draft = this.wizard.written;
  protected readonly roles = ROLES;
  protected readonly sources = Object.entries(SOURCES) as [Source, string][];
  protected readonly kind = kindOf;
  protected readonly unsourced = computed(() => new Set(this.wizard.unsourced().map(({ name }) => name)));

  protected isNumber({ type }: ColumnDraft): boolean {
    return type !== 'date' && type !== 'timestamp';
  }

  protected wrong({ name }: ColumnDraft): string {
    return this.wizard.at(`table.columns.${name}`);
  }

  protected go(event: Event, id: string): void {
    event.preventDefault();
    document.getElementById(id)?.focus();
  }

  protected open({ role }: ColumnDraft): boolean {
    return role !== 'hidden' && role !== 'identifier';
  }
}
