import { Component, computed, inject, input, resource } from '@angular/core';
import { Api } from '../../data-access/api.ts';
import { testPolicy } from '../../data-access/operations.ts';
import type { FieldName } from './form-fields.ts';
import type { PolicyEditing } from './policy-editing.ts';
import { endText } from './policy-words.ts';

/** The simple wish as one sentence with gaps, and the text that it makes. */
@Component({
  selector: 's0-policy-form',
  templateUrl: './policy-form.html',
})
export class PolicyForm {
  protected readonly all = ['group', 'epsilon', 'purpose', 'until', 'share', 'name'] as const;
  readonly editing = input.required<PolicyEditing>();
  private readonly api = inject(Api);
  private readonly known = resource({
    params: () => ({ dataset: this.editing().dataset(), action: 'query:run' }),
    loader: ({ params, abortSignal }) => this.api.call(testPolicy, params, abortSignal),
  });
  protected readonly fields = computed(() => this.editing().draft().fields);
  /** Every group there is; until they are known, the one that is chosen. */
  protected readonly groups = computed(() => {
    const rows = this.known.hasValue() ? this.known.value().rows : [];
    const names = rows.filter(({ kind }) => kind === 'group').map(({ who }) => who);
    return [...new Set([...names, this.fields().group])].filter((name) => name !== '');
  });
  /** A time that no day of the calendar says. */
  protected readonly end = computed(() => {
    const { until } = this.fields();
    return until.length > 10 ? endText(until) : undefined;
  });

  protected type(field: FieldName, text: string): void {
    this.editing().change({ as: 'form', fields: { ...this.fields(), [field]: text } });
  }

  protected describedBy(field: FieldName | 'name'): string | null {
    return this.editing().mistake(field) === undefined ? null : `wrong-${field}`;
  }
}
