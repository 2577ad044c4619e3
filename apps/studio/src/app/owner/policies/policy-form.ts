import { Component, computed, DestroyRef, inject, input, resource } from '@angular/core';
import { endText } from '@dq0/protocol/ends';
import { Api } from '../../data-access/api.ts';
import { testPolicy } from '../../data-access/operations.ts';
import { PartProblem } from '../../ui/states/part-problem.ts';
import type { FieldName } from './form-fields.ts';
import type { PolicyEditing } from './policy-editing.ts';

/** The simple wish as one sentence with gaps, and the text that it makes. */
@Component({
  selector: 's0-policy-form',
  imports: [PartProblem],
  templateUrl: './policy-form.html',
})
export class PolicyForm {
  protected readonly all = ['group', 'user', 'epsilon', 'purpose', 'until', 'share', 'name'] as const;
  readonly editing = input.required<PolicyEditing>();
  private readonly api = inject(Api);
  protected readonly known = resource({
    params: () => ({ dataset: this.editing().dataset(), action: 'query:run' }),
    loader: ({ params, abortSignal }) => this.api.call(testPolicy, params, abortSignal),
  });
  protected readonly fields = computed(() => this.editing().draft().fields);
  /** Every group there is; until they are known, the one that is chosen. */
  protected readonly groups = computed(() => {
    const names = this.namesOf('group');
    return [...new Set([...names, this.fields().group])].filter((name) => name !== '');
  });
  /** Addresses to choose from; another one may be typed. */
  protected readonly people = computed(() => this.namesOf('user'));
  /** A time that no day of the calendar says. */
  protected readonly time = computed(() => {
    const { until } = this.fields();
    return until.length > 10 ? endText(until) : undefined;
  });

  constructor() {
    inject(DestroyRef).onDestroy(() => this.editing().halfDay.set(false));
  }

  protected end(day: HTMLInputElement): void {
    this.look(day);
    if (!day.validity.badInput) this.type('until', day.value);
  }

  /** A browser gives a day that is typed half as an empty one, and tells nobody. */
  protected look({ validity }: HTMLInputElement): void {
    this.editing().halfDay.set(validity.badInput);
  }

  protected type(field: FieldName, text: string): void {
    this.editing().change({ as: 'form', fields: { ...this.fields(), [field]: text } });
  }

  /** A group is chosen where none was: the form never shows one that it does not mean. */
  protected mean(whom: string): void {
    const { fields } = this;
    if (whom === 'user') return this.type('whom', whom);
    const group = fields().group === '' ? (this.groups()[0] ?? '') : fields().group;
    this.editing().change({ as: 'form', fields: { ...fields(), whom: 'group', group } });
  }

  private namesOf(kind: 'group' | 'user'): string[] {
    const rows = this.known.hasValue() ? this.known.value().rows : [];
    return rows.filter((row) => row.kind === kind).map(({ who }) => who);
  }

  protected describedBy(field: FieldName | 'name'): string | null {
    return this.editing().mistake(field) === undefined ? null : `wrong-${field}`;
  }
}
