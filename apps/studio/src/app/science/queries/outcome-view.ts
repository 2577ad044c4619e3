import { Component, computed, effect, ElementRef, inject, input, signal } from '@angular/core';
import { shareText } from '../../ui/numbers/share.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { StateCard } from '../../ui/states/state-card.ts';
import { Drafts, sameText } from './drafts.ts';
import { type Outcome, Questions, WAIT_SECONDS } from './questions.ts';
import { ResultView } from './result/result-view.ts';

const PHASES: Readonly<Record<string, string>> = {
  planned: 'Sending the question',
  reserved: 'Its price is set aside',
  queued: 'Queued',
  opened: 'Reading inside the quarantine',
  running: 'Reading inside the quarantine',
  checking: 'Checking before release',
};

/** After so many seconds without a first word it is said that there is none. */
const SILENT = 5;

/** What became of a question: nothing yet, on its way, an answer, or why there is none. */
@Component({
  selector: 's0-outcome',
  imports: [ProblemCard, StateCard, ResultView],
  host: { tabindex: '-1' },
  templateUrl: './outcome-view.html',
})
export class OutcomeView {
  readonly outcome = input<Outcome>();
  /** Where timing is protected a run cannot be cancelled: that it could would tell something. */
  readonly fast = input(false);
  private readonly questions = inject(Questions);
  private readonly drafts = inject(Drafts);
  private readonly place = inject<ElementRef<HTMLElement>>(ElementRef);
  protected readonly seconds = signal(0);
  protected readonly phase = computed(() => {
    const outcome = this.outcome();
    return outcome?.is === 'running' ? (PHASES[outcome.state] ?? 'On its way') : '';
  });
  /** No word from the platform for longer than a request waits for one. */
  private readonly silent = computed(() => {
    const outcome = this.outcome();
    const heard = outcome?.is === 'running' && outcome.job !== null;
    return this.seconds() >= (heard ? WAIT_SECONDS + SILENT : SILENT);
  });
  protected readonly meanwhile = computed(() => {
    const outcome = this.outcome();
    if (outcome?.is !== 'running') return '';
    if (this.silent())
      return 'The platform has not answered yet. It may be away, or busy. This page waits for a minute.';
    return outcome.job === null ? '' : 'You may close this page; the answer waits for you in the history.';
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

  protected sendAgain(): void {
    this.stay();
    void this.questions.sendAgain(this.drafts.current());
  }

  protected cancel(job: string): void {
    this.stay();
    void this.questions.cancel(this.drafts.current(), job);
  }

  /** The button goes when it is pressed; the focus stays where the outcome will stand. */
  private stay(): void {
    this.place.nativeElement.focus();
  }
}
