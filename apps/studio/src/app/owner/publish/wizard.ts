import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../../data-access/api.ts';
import { simulateDataset } from '../../data-access/operations.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import type { OutputOf } from '../../data-access/route.ts';
import { definitionOf } from './definition-of.ts';
import { newDraft, withoutSource, type ColumnDraft, type Draft } from './draft.ts';
import { PublishDrafts } from './publish-drafts.ts';
import { indexOf, placeOf, stepOf, type StepId } from './steps.ts';

export type Simulated = OutputOf<typeof simulateDataset>;
export interface Mistake {
  readonly place: string;
  readonly step: StepId;
  readonly message: string;
}

/** Refusals that name no place in the definition, and the place that they are about. */
const ABOUT: Readonly<Record<string, string>> = {
  DATASET_EXISTS: 'name',
  ACCOUNT_CONFLICT: 'account',
  CREDENTIAL_UNKNOWN: 'connector.credential',
  GROUP_UNKNOWN: 'groups',
  SOURCE_LOGIN: 'connector.credential',
  SOURCE_UNREACHABLE: 'connector.host',
};

/** One draft on its way through the steps, and what the platform last said of it. */
@Injectable()
export class Wizard {
  readonly #api = inject(Api);
  readonly #drafts = inject(PublishDrafts);
  readonly key = signal('');
  readonly draft = computed(() => this.#drafts.all().find(({ key }) => key === this.key()));
  /** The draft for the steps, which are shown only where there is one. */
  readonly written = computed(() => this.draft() ?? newDraft(this.key()));
  /** What is to correct, with its place. */
  readonly mistakes = signal<readonly Mistake[]>([]);
  /** A failure that is nobody's mistake: nothing is lost by it. */
  readonly problem = signal<Problem | undefined>(undefined);
  readonly unsourced = computed(() => withoutSource(this.draft() ?? { columns: [] }));

  set(part: Partial<Omit<Draft, 'key' | 'saved'>>): void {
    this.#drafts.change(this.key(), part);
  }

  setColumn(name: string, part: Partial<ColumnDraft>): void {
    const columns = this.draft()?.columns ?? [];
    this.set({ columns: columns.map((column) => (column.name === name ? { ...column, book: '', ...part } : column)) });
  }

  /** What is wrong at a place or inside it. */
  at(place: string): string {
    return this.mistakes()
      .filter((mistake) => mistake.place === place || mistake.place.startsWith(`${place}.`))
      .map(({ message }) => message)
      .join('; ');
  }

  /** Asks the platform what it thinks; undefined when it refused or is away, and then says so. */
  async simulate(budgets: { epsilon: number; delta: number }[] = []): Promise<Simulated | undefined> {
    const draft = this.draft();
    if (draft === undefined) return undefined;
    this.forget();
    try {
      return await this.#api.call(simulateDataset, { definition: definitionOf(draft), budgets });
    } catch (failure) {
      this.refused(asProblem(failure));
      return undefined;
    }
  }

  /** Whether everything up to a step is well; with no platform at hand one may go on. */
  async soundUpTo(step: StepId): Promise<boolean> {
    await this.simulate();
    const known = this.mistakes().filter((mistake) => indexOf(mistake.step) <= indexOf(step));
    this.mistakes.set(known);
    if (this.problem()?.passing !== true) this.problem.set(undefined);
    return known.length === 0;
  }

  forget(): void {
    this.mistakes.set([]);
    this.problem.set(undefined);
  }

  /** Puts a refusal to the places that it names. */
  refused(problem: Problem): void {
    this.mistakes.set(mistakesOf(problem));
    this.problem.set(problem);
  }
}

function mistakesOf({ code, message: said, details }: Problem): Mistake[] {
  const about = ABOUT[code];
  // What differs from the data set that has the name is no mistake here: the name is.
  if (about !== undefined && (details.length === 0 || code === 'DATASET_EXISTS')) {
    return [{ place: about, step: stepOf(about), message: said }];
  }
  return details.map(({ path, message, example }) => {
    const named = placeOf(path);
    // Of a whole source that cannot be read, its file is what was written.
    const place = code === 'DATASET_UNREADABLE' && WHOLE.has(named) ? 'connector.path' : named;
    return { place, step: stepOf(place), message: example === undefined ? message : `${message}, like ${example}` };
  });
}

const WHOLE: ReadonlySet<string> = new Set(['table', 'connector']);
