import { DatePipe } from '@angular/common';
import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { Api } from '../../data-access/api.ts';
import { diffPolicies } from '../../data-access/operations.ts';
import { Control, Field } from '../../ui/field.ts';
import { PartProblem } from '../../ui/states/part-problem.ts';
import { changedLines } from './changed-lines.ts';
import { CedarEditor } from './editor/cedar-editor.ts';
import type { PolicyEditing } from './policy-editing.ts';

/** The Cedar text of a policy, what is wrong with it and where, and what each of its versions changed. */
@Component({
  selector: 's0-policy-text',
  imports: [DatePipe, CedarEditor, Control, Field, PartProblem],
  templateUrl: './policy-text.html',
})
export class PolicyText {
  readonly editing = input.required<PolicyEditing>();
  private readonly api = inject(Api);
  protected readonly problems = computed(() => {
    const { draft, failed, problem } = this.editing();
    return draft().as === 'text' ? ((failed() ?? problem())?.details ?? []) : [];
  });
  protected readonly history = computed(() => {
    const { shown } = this.editing();
    return shown.hasValue() ? shown.value().history.toReversed() : [];
  });
  protected readonly chosen = signal<number | undefined>(undefined);
  protected readonly compared = resource({
    params: () => {
      const to = this.chosen();
      return to === undefined ? undefined : { place: this.editing().dataset(), from: to - 1, to };
    },
    loader: ({ params, abortSignal }) => this.api.call(diffPolicies, params, abortSignal),
  });
  protected readonly lines = computed(() => {
    const texts = this.compared.hasValue() ? this.compared.value().texts : [];
    return texts
      .filter(({ policy }) => policy === this.editing().id())
      .flatMap(({ before, after }) => changedLines(before, after));
  });

  protected write(text: string): void {
    this.editing().change({ as: 'text', text });
  }
}
