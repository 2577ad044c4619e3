import { Component, computed, type ElementRef, inject, input, signal, viewChild } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import type { PolicyConsequences } from '@dq0/protocol';
import { asProblem } from '../../data-access/problem.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { EffectsTable } from './effects-table.ts';
import { PolicyEditing } from './policy-editing.ts';
import { PolicyForm } from './policy-form.ts';
import { PolicyTester } from './policy-tester.ts';
import { PolicyText } from './policy-text.ts';
import { policyText } from './policy-words.ts';

const VIEWS = [
  ['form', 'Form'],
  ['text', 'Text'],
  ['tester', 'Who could do what'],
] as const;

/** One policy in three views: as a form, as text, and who could do what. */
@Component({
  selector: 's0-policy-page',
  imports: [RouterLink, EffectsTable, Loading, PolicyForm, PolicyTester, PolicyText, ProblemCard],
  host: { '(document:keydown)': 'key($event)' },
  templateUrl: './policy-page.html',
})
export class PolicyPage {
  readonly dataset = input.required<string>();
  readonly name = input.required<string>();
  readonly view = input.required<string>();
  private readonly router = inject(Router);
  protected readonly editing = new PolicyEditing(this.dataset, this.name);
  protected readonly views = VIEWS;
  protected readonly problem = computed(() =>
    this.editing.shown.error() === undefined ? undefined : asProblem(this.editing.shown.error()),
  );
  /** What is wrong and belongs to no field that is shown. */
  protected readonly beside = computed(() => {
    const problem = this.editing.failed() ?? this.editing.problem();
    if (problem === undefined || (this.view() === 'text' && problem.details.length > 0)) return undefined;
    return problem.details.length === 0 || !this.atField() ? problem : undefined;
  });
  private readonly atField = computed(() =>
    ['group', 'user', 'epsilon', 'purpose', 'until', 'share', 'name'].some(
      (field) => this.editing.mistake(field) !== undefined,
    ),
  );
  protected readonly lede = computed(() => {
    const record = this.editing.record();
    if (record === undefined) return `Says who may ask ${this.dataset()}.`;
    return record.form === null ? 'Written as text.' : `${policyText(record)}.`;
  });
  protected readonly status = computed(() => this.statusText());
  protected readonly done = signal('');
  protected readonly loss = signal<PolicyConsequences | undefined>(undefined);
  private readonly sure = viewChild.required<ElementRef<HTMLDialogElement>>('sure');

  protected key(event: KeyboardEvent): void {
    if (!event.ctrlKey || event.altKey || event.key.toLowerCase() !== 's') return;
    event.preventDefault();
    void this.save();
  }

  protected async save(): Promise<void> {
    this.done.set('');
    const record = await this.editing.save();
    if (record === undefined) return;
    this.done.set(`Saved as version ${record.version}. It acts from the next question on.`);
    const name = record.policy.slice(record.policy.indexOf('/') + 1);
    if (name !== this.name()) {
      await this.router.navigate(['/own/policies', this.dataset(), name, this.view()], { replaceUrl: true });
    }
  }

  /** Names what a removal takes from whom, before it is asked for. */
  protected async askRemoval(): Promise<void> {
    const difference = await this.editing.removal();
    if (difference === undefined) return;
    this.loss.set(difference);
    this.sure().nativeElement.showModal();
  }

  protected async remove(): Promise<void> {
    this.sure().nativeElement.close();
    if (await this.editing.remove()) await this.router.navigate(['/own/policies']);
  }

  private statusText(): string {
    const { changed, wish, preview, problem } = this.editing;
    if (!changed()) return this.done() === '' ? 'Nothing to save' : this.done();
    if (wish() === undefined || problem() !== undefined) return 'Not saved: something is to be put right';
    return preview.isLoading() ? 'Not saved; looking at what it changes' : 'Not saved';
  }
}
