import { Component, computed, effect, inject, input, signal } from '@angular/core';
import { shareText } from '../../ui/numbers/share.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { StateCard } from '../../ui/states/state-card.ts';
import { Drafts, sameText } from './drafts.ts';
import { type Outcome, Questions } from './questions.ts';
import { ResultView } from './result/result-view.ts';

const PHASES: Readonly<Record<string, string>> = {
  planned: 'Sending the question',
  reserved: 'Its price is set aside',
  queued: 'Queued',
  opened: 'Reading inside the quarantine',
  running: 'Reading inside the quarantine',
  checking: 'Checking before release',
};

/** What became of a question: nothing yet, on its way, an answer, or why there is none. */
@Component({
  selector: 's0-outcome',
  imports: [ProblemCard, StateCard, ResultView],
  templateUrl: './outcome-view.html',
})
export class OutcomeView {
  readonly outcome = input<Outcome>();
  /** Where timing is protected a run cannot be cancelled: that it could would tell something. */
  readonly fast = input(false);
  private readonly questions = inject(Questions);
  private readonly drafts = inject(Drafts);
  protected readonly seconds = signal(0);
  protected readonly phase = computed(() => {
    const outcome = this.outcome();
    return outcome?.is === 'running' ? (PHASES[outcome.state] ?? 'On its way') : '';
  });
  protected readonly withheld = computed(() => {
    const outcome = this.outcome();
    return outcome?.is === 'answered' ? `It used ${shareText(outcome.answer.spent.share)}.` : '';
  });

  /** The text in the tab is another one than was answered. */
  protected readonly older = computed(() => {
    const outcome = this.outcome();
    const draft = this.drafts.draft();
    return outcome?.is === 'answered' && draft !== undefined && !sameText(outcome.sql, draft.sql);
  });

  constructor() {
    effect((onCleanup) => {
      if (this.outcome()?.is !== 'running') return;
      this.seconds.set(0);
      const timer = setInterval(() => this.seconds.update((seconds) => seconds + 1), 1000);
      onCleanup(() => clearInterval(timer));
    });
  }

  protected cancel(job: string): void {
    void this.questions.cancel(this.drafts.current(), job);
  }
}
