import { Component, computed, inject } from '@angular/core';
import { TextField } from '../text-field.ts';
import { Wizard } from '../wizard.ts';
import { Control, Field } from '../../../ui/field.ts';

const UNITS = [
  ['row', 'Each row is one person', 'Everybody is listed once. No column is needed, and answers are sharper.'],
  ['column', 'A column names the person', 'Like person_id. Rows above the cap are left out by a fixed rule.'],
  ['public', 'Nobody: the table is public', 'Nothing is charged. Choose this for published data only.'],
] as const;

/** Who is protected, how much of one person counts, and on which account. */
@Component({ selector: 's0-unit-step', imports: [Control, Field, TextField], templateUrl: './unit-step.html' })
export class UnitStep {
  protected readonly wizard = inject(Wizard);
  protected readonly draft = this.wizard.written;
  protected readonly units = UNITS;
  protected readonly adds = computed(() =>
    this.draft().unit === 'column' ? `all rows of one ${this.draft().entity}` : 'one row',
  );
  protected readonly most = computed(() => (this.draft().unit === 'column' ? this.draft().maxRows : '1'));
}
