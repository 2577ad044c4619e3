import {
  Component,
  computed,
  effect,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  resource,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { printable } from '@dq0/protocol/plain-words';
import { Api } from '../../data-access/api.ts';
import { listDatasets, listProjects } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { Icon, type IconName } from '../../ui/icon.ts';
import { levelText } from '../../ui/level.ts';
import { shareText } from '../../ui/numbers/share.ts';
import { PartProblem } from '../../ui/states/part-problem.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { boundsText } from '../../ui/metadata/column-facts.ts';
import { type SavedQuery, Drafts, titleOf } from './drafts.ts';
import { SqlEditor } from './editor/sql-editor.ts';
import type { Schema } from './editor/open-editor.ts';
import { HistoryList } from './history/history-list.ts';
import { OutcomeView } from './outcome-view.ts';
import { ASK_ABOVE } from './price/price.ts';
import { PriceCard } from './price/price-card.ts';
import { Pricing } from './price/pricing.ts';
import { PurposeField } from './purpose/purpose-field.ts';
import { type Asked, Questions } from './questions.ts';
import { summaryOf } from './result/summary.ts';

/** Refusals are spoken when the text rested so long, not at every letter. */
const SPEAK_AFTER = 800;

const EARLY = 'Still checking: run it when the price is there';

type Tone = 'ok' | 'err' | 'busy';
const ICONS: Readonly<Record<Tone, IconName>> = { ok: 'check', err: 'stop', busy: 'info' };

/** The workspace of questions: tabs, editor, price, answer, history. */
@Component({
  selector: 's0-queries-page',
  imports: [RouterLink, HistoryList, Icon, OutcomeView, PartProblem, PriceCard, ProblemCard, PurposeField, SqlEditor],
  providers: [Pricing],
  host: { '(keydown)': 'key($event)' },
  templateUrl: './queries-page.html',
})
export class QueriesPage {
  readonly tab = input<string>();
  protected readonly drafts = inject(Drafts);
  protected readonly pricing = inject(Pricing);
  protected readonly questions = inject(Questions);
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  protected readonly sets = resource({ loader: ({ abortSignal }) => this.api.call(listDatasets, {}, abortSignal) });
  protected readonly askable = computed(() =>
    this.sets.hasValue() ? this.sets.value().datasets.filter(({ mayAsk }) => mayAsk) : [],
  );
  protected readonly joined = resource({ loader: ({ abortSignal }) => this.api.call(listProjects, {}, abortSignal) });
  protected readonly projects = computed(() => (this.joined.hasValue() ? this.joined.value().projects : []));
  protected readonly unlisted = computed(() =>
    this.sets.error() === undefined ? undefined : asProblem(this.sets.error()),
  );
  protected readonly draft = this.drafts.draft;
  protected readonly parted = computed(() => {
    const parted = this.drafts.parted();
    return parted !== undefined && parted.to === this.draft()?.id;
  });
  protected readonly outcome = computed(() => this.questions.outcome(this.draft()?.id ?? ''));
  protected readonly running = computed(() => this.outcome()?.is === 'running');
  protected readonly schema = computed((): Schema => {
    if (!this.pricing.info.hasValue()) return {};
    const tables = Object.entries(this.pricing.info.value().tables);
    return Object.fromEntries(
      tables.map(([table, { columns }]) => [
        table,
        columns.map((column) => ({ name: column.name, hint: printable(boundsText(column)) })),
      ]),
    );
  });
  protected readonly status = computed(() => this.statusText());
  protected readonly spokenRefusal = signal('');
  /** Run was pressed before there was a price. */
  private readonly early = linkedSignal({ source: this.pricing.stale, computation: () => false });
  /** The focus stays where it was; that the answer is there is told. */
  protected readonly spokenAnswer = computed(() => {
    const outcome = this.outcome();
    if (this.early()) return EARLY;
    const released = outcome?.is === 'answered' && outcome.answer.state === 'released';
    return released ? `The answer is there: ${summaryOf(outcome.answer, outcome.mock)}` : '';
  });
  protected readonly icons = ICONS;
  protected readonly title = titleOf;
  protected readonly level = levelText;
  protected readonly shareText = shareText;
  private readonly sure = viewChild.required<ElementRef<HTMLDialogElement>>('sure');
  private readonly editor = viewChild(SqlEditor);
  private readonly purpose = viewChild.required(PurposeField);

  constructor() {
    effect(() => this.show(this.tab()));
    effect(() => {
      const first = this.askable()[0]?.name;
      if (this.draft()?.dataset === '' && first !== undefined) untracked(() => this.drafts.change({ dataset: first }));
    });
    effect(() => {
      const { project = '' } = this.draft() ?? {};
      const left = this.joined.hasValue() && !this.projects().some((one) => one.project === project);
      if (project !== '' && left) untracked(() => this.drafts.change({ project: '' }));
    });
    effect(() => {
      const { from, to } = this.drafts.parted() ?? {};
      if (from !== undefined && from === untracked(this.tab)) {
        void this.router.navigate(['/sci/queries', to], { replaceUrl: true });
      }
    });
    effect((onCleanup) => {
      const text = this.pricing.stale()
        ? ''
        : this.pricing
            .refusals()
            .map(({ message, remedy }) => `${message} ${remedy}`)
            .join(' ');
      const timer = setTimeout(() => this.spokenRefusal.set(text), SPEAK_AFTER);
      onCleanup(() => clearTimeout(timer));
    });
  }

  /** The purpose that was chosen stands in its field, where it can be changed. */
  protected choose(purpose: string): void {
    this.drafts.change({ purpose });
    this.purpose().focus();
  }

  protected write(sql: string): void {
    this.drafts.change({ sql });
  }

  protected add(): void {
    void this.router.navigate(['/sci/queries', this.drafts.open(this.draft()?.dataset ?? '', '')]);
  }

  protected close(id: string): void {
    const next = this.drafts.close(id) ?? this.drafts.open(this.draft()?.dataset ?? '', '');
    if (id === this.draft()?.id || this.draft() === undefined) void this.router.navigate(['/sci/queries', next]);
  }

  protected takeOther(): void {
    const other = this.drafts.takeOther();
    if (other !== undefined) void this.router.navigate(['/sci/queries', other], { replaceUrl: true });
  }

  protected save(): void {
    this.drafts.save(titleOf(this.draft()?.sql ?? ''));
  }

  protected take({ dataset, sql }: Asked | SavedQuery): void {
    void this.router.navigate(['/sci/queries', this.drafts.open(dataset, sql)]);
  }

  protected async readAgain(asked: Asked): Promise<void> {
    const tab = this.drafts.open(asked.dataset, asked.sql);
    await this.router.navigate(['/sci/queries', tab]);
    await this.questions.readAgain(tab, asked);
  }

  /** Asks for the price on the card; a dear one is confirmed first. */
  protected run(): void {
    const price = this.pricing.price();
    if (this.pricing.stale() && !this.running()) this.early.set(true);
    if (price?.plan.accepted !== true || this.pricing.stale() || this.running()) return;
    if (!price.free && price.plan.spends.share > ASK_ABOVE) this.sure().nativeElement.showModal();
    else void this.runNow();
  }

  protected async runNow(): Promise<void> {
    const draft = this.draft();
    const price = this.pricing.price();
    if (draft === undefined || price === undefined) return;
    await this.questions.run(draft, price);
    this.pricing.again();
  }

  protected mock(): void {
    const draft = this.draft();
    const limit = this.pricing.info.hasValue() ? this.pricing.info.value().limits.epsilonPerRelease : undefined;
    const epsilon = this.pricing.price()?.epsilon ?? limit;
    if (draft === undefined || epsilon === undefined || this.running()) return;
    void this.questions.tryOnMock(draft.id, draft.dataset, draft.sql, epsilon);
  }

  protected rougher(): void {
    this.pricing.move(Math.max(this.pricing.at() - 1, 0));
    this.editor()?.focus();
  }

  protected key(event: KeyboardEvent): void {
    const deed = this.deedOf(event);
    if (deed === undefined) return;
    event.preventDefault();
    deed();
  }

  private deedOf(event: KeyboardEvent): (() => void) | undefined {
    if (event.ctrlKey && event.key === 'Enter' && !event.defaultPrevented) return () => this.run();
    if (!event.altKey || event.ctrlKey) return undefined;
    const deeds: Readonly<Record<string, () => void>> = {
      m: () => this.mock(),
      t: () => this.add(),
      ',': () => this.pricing.move(this.pricing.at() - 1),
      '.': () => this.pricing.move(this.pricing.at() + 1),
    };
    return deeds[event.key.toLowerCase()];
  }

  /** A tab that is gone, or none, leads to the first one, or to a new one. */
  private show(tab: string | undefined): void {
    untracked(() => {
      const known = this.drafts.tabs().find(({ id }) => id === tab);
      if (known !== undefined) {
        this.drafts.current.set(known.id);
        return;
      }
      const first = this.drafts.tabs()[0]?.id ?? this.drafts.open('', '');
      // Its address may be the one that is shown already: then nothing else would follow.
      this.drafts.current.set(first);
      void this.router.navigate(['/sci/queries', first], { replaceUrl: true });
    });
  }

  private statusText(): { readonly text: string; readonly tone: Tone } {
    const { length } = this.pricing.refusals();
    if (this.pricing.noPurpose()) return { text: 'The purpose is not valid', tone: 'err' };
    if (this.pricing.empty()) return { text: 'Nothing written yet', tone: 'ok' };
    if (this.pricing.problem() !== undefined) return { text: 'Not checked', tone: 'err' };
    if (this.pricing.late()) return { text: 'The platform has not answered yet', tone: 'busy' };
    if (this.pricing.stale()) return { text: this.early() ? EARLY : 'Checking', tone: 'busy' };
    if (length > 0) return { text: `${length === 1 ? '1 refusal' : `${length} refusals`}, F8 goes there`, tone: 'err' };
    return { text: 'Can run', tone: 'ok' };
  }
}
