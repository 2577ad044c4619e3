import { Component, computed, inject, signal } from '@angular/core';
import { mergeCodeBook, readCodeBook, type Misread } from '../code-book.ts';
import { tableOf } from '../definition-of.ts';
import { COLUMN_TYPES, withNames } from '../draft.ts';
import { TextField } from '../text-field.ts';
import { Wizard } from '../wizard.ts';
import { Control, Field } from '../../../ui/field.ts';

/** Which columns the table has, and of which type: typed, pasted, or as the file names them. */
@Component({ selector: 's0-types-step', imports: [Control, Field, TextField], templateUrl: './types-step.html' })
export class TypesStep {
  protected readonly wizard = inject(Wizard);
  protected readonly draft = this.wizard.written;
  protected readonly table = computed(() => tableOf(this.draft()));
  protected readonly types = COLUMN_TYPES;
  protected readonly book = signal('');
  protected readonly told = signal('');
  protected readonly misread = signal<readonly Misread[]>([]);
  protected readonly added = signal('');

  protected add(): void {
    const names = this.added()
      .split(/[\s,;]+/)
      .filter((name) => name !== '');
    const { columns } = this.draft();
    this.wizard.set({ columns: withNames(columns, [...columns.map(({ name }) => name), ...names]) });
    this.added.set('');
  }

  protected drop(name: string): void {
    this.wizard.set({ columns: this.draft().columns.filter((column) => column.name !== name) });
  }

  protected accept(): void {
    const { columns, misread } = readCodeBook(this.book());
    this.wizard.set({ columns: mergeCodeBook(this.draft().columns, columns) });
    this.told.set(columns.length === 1 ? '1 column was taken.' : `${columns.length} columns were taken.`);
    this.misread.set(misread);
    if (misread.length === 0) this.book.set('');
  }
}
