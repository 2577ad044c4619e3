import { Component, computed, inject, resource } from '@angular/core';
import { Loading } from '../../../ui/states/loading.ts';
import { moreText } from '../../../ui/numbers/share.ts';
import { chanceText, factorText, PRESETS, widthText } from '../budget-words.ts';
import { amountsOf } from '../definition-of.ts';
import { TextField } from '../text-field.ts';
import { Wizard } from '../wizard.ts';

/** A pause in typing before the platform is asked again. */
const PAUSE_MS = 400;

/** How much these people may give for life, with what it buys. */
@Component({ selector: 's0-budget-step', imports: [Loading, TextField], templateUrl: './budget-step.html' })
export class BudgetStep {
  protected readonly wizard = inject(Wizard);
  protected readonly draft = this.wizard.written;
  protected readonly presets = PRESETS;
  protected readonly more = moreText;
  protected readonly width = widthText;
  protected readonly amounts = computed(() => amountsOf(this.draft()));
  protected readonly factor = factorText;
  protected readonly chance = chanceText;
  protected readonly whatIf = resource({
    params: () => {
      const { epsilon, delta, releaseEpsilon } = this.draft();
      return { epsilon, delta, releaseEpsilon };
    },
    loader: async ({ params: { epsilon, delta }, abortSignal }) => {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (abortSignal.aborted) return undefined;
      const others = PRESETS.filter((preset) => Number(preset.epsilon) !== Number(epsilon));
      const size = Number(delta);
      const budgets = size > 0 ? others.map((preset) => ({ epsilon: Number(preset.epsilon), delta: size })) : [];
      return this.wizard.simulate(budgets);
    },
  });
  protected readonly budgets = computed(() => (this.whatIf.hasValue() ? this.whatIf.value().budgets : []));
  protected readonly best = computed(() => this.budgets()[0]?.questions.find(({ refused }) => refused === null));
  /** Budgets side by side, the smallest first. */
  protected readonly sorted = computed(() => this.budgets().toSorted((one, other) => one.epsilon - other.epsilon));

  protected presetName(epsilon: number): string {
    return PRESETS.find((preset) => Number(preset.epsilon) === epsilon)?.name ?? 'yours';
  }

  protected fits(epsilon: number, sql: string): string {
    const asked = this.budgets()
      .find((budget) => budget.epsilon === epsilon)
      ?.questions.find((question) => question.sql === sql);
    return asked?.refused === null ? moreText(asked.more) : 'none';
  }
}
