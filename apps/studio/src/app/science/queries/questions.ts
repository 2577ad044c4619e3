import { inject, Injectable, linkedSignal, resource } from '@angular/core';
import type { QueryAnswer } from '@dq0/protocol';
import { Api } from '../../data-access/api.ts';
import { cancelQuery, listQueries, resultQuery, runQuery } from '../../data-access/operations.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import type { InputOf, OutputOf } from '../../data-access/route.ts';
import { Session } from '../../data-access/session.ts';
import { declared, sameText, type Draft } from './drafts.ts';
import type { Held, Price } from './price/price.ts';

export type Asked = OutputOf<typeof listQueries>['queries'][number];

/** What became of the question of a tab. */
export type Outcome =
  | {
      readonly is: 'running';
      readonly job: string | null;
      readonly state: QueryAnswer['state'];
      readonly mock: boolean;
    }
  | { readonly is: 'answered'; readonly answer: QueryAnswer; readonly sql: string; readonly mock: boolean }
  | { readonly is: 'failed'; readonly problem: Problem; /** May be sent again. */ readonly sent?: Sent };

/** A question on its way. However often it goes out, it is paid for once. */
interface Sent {
  readonly input: InputOf<typeof runQuery>;
  readonly key: string;
  /** Known from the first reply on. */
  readonly job: string | null;
}

function isPaid({ state, epsilon }: Asked): boolean {
  return state === 'released' && epsilon > 0;
}

const ENDED: ReadonlySet<QueryAnswer['state']> = new Set<QueryAnswer['state']>([
  'released',
  'withheld',
  'refused',
  'cancelled',
  'waiting_approval',
  'in_review',
]);
/** Longest wait of one request for an answer; then the next one waits. */
export const WAIT_SECONDS = 20;
/** After a reply was lost the history is looked for so often, with such pauses. */
const LOOKS = 60;
const PAUSE = 3000;

interface Listed {
  readonly person: string | undefined;
  readonly queries: readonly Asked[] | undefined;
}

/** Asks questions and holds the answers while the page is open. They are never stored in the browser. */
@Injectable({ providedIn: 'root' })
export class Questions {
  readonly #api = inject(Api);
  readonly #session = inject(Session);
  /** Of the person who is logged in: whoever comes next sees nothing of them. */
  readonly #outcomes = linkedSignal<string | undefined, Readonly<Record<string, Outcome>>>({
    source: this.#session.person,
    computation: () => ({}),
  });
  readonly history = resource({
    params: this.#session.person,
    loader: ({ abortSignal }) => this.#api.call(listQueries, { limit: 100 }, abortSignal),
  });
  /** The last list that came for this person. */
  readonly asked = linkedSignal<Listed, readonly Asked[]>({
    source: () => ({
      person: this.#session.person(),
      queries: this.history.hasValue() ? this.history.value().queries : undefined,
    }),
    computation: ({ person, queries }, previous) =>
      queries ?? (previous?.source.person === person ? previous?.value : undefined) ?? [],
  }).asReadonly();
  #looking = false;

  outcome(tab: string): Outcome | undefined {
    return this.#outcomes()[tab];
  }

  /** The sharpest answer to a text that one paid for. One that was read from another answer says no epsilon of its own. */
  held(dataset: string, sql: string): Omit<Held, 'halfWidth'> | undefined {
    return this.asked()
      .filter((query) => isPaid(query) && query.dataset === dataset && sameText(query.sql, sql))
      .reduce<Asked | undefined>(
        (best, query) => (best === undefined || query.epsilon > best.epsilon ? query : best),
        undefined,
      );
  }

  async run({ id: tab, dataset, sql, ...rest }: Draft, price: Price): Promise<void> {
    const epsilon = price.free && price.held !== undefined ? price.held.epsilon : price.epsilon;
    const refine = price.refines && price.held !== undefined ? { refine: price.held.job } : {};
    await this.#ask(tab, { dataset, sql, epsilon, ...refine, ...declared(rest) });
  }

  async tryOnMock(tab: string, dataset: string, sql: string, epsilon: number): Promise<void> {
    await this.#ask(tab, { dataset, sql, epsilon, mock: true });
  }

  /** Shows an answer that is held: the same question at the same price, free. */
  async readAgain(tab: string, { dataset, sql, epsilon, ...rest }: Asked): Promise<void> {
    await this.#ask(tab, { dataset, sql, epsilon, ...declared(rest) });
  }

  async cancel(tab: string, job: string): Promise<void> {
    try {
      await this.#api.call(cancelQuery, { job });
    } catch (failure) {
      this.#set(tab, { is: 'failed', problem: asProblem(failure) });
    }
  }

  /** Sends a question again whose reply was lost. */
  async sendAgain(tab: string): Promise<void> {
    const outcome = this.outcome(tab);
    if (outcome?.is === 'failed' && outcome.sent !== undefined) await this.#follow(tab, outcome.sent);
  }

  #ask(tab: string, input: InputOf<typeof runQuery>): Promise<void> {
    return this.#follow(tab, { input, key: crypto.randomUUID(), job: null });
  }

  async #follow(tab: string, { input, key, job: known }: Sent): Promise<void> {
    const mock = input.mock === true;
    let job = known;
    this.#set(tab, { is: 'running', job, state: 'planned', mock });
    try {
      let answer =
        job === null ? await this.#api.once(runQuery, input, key) : await this.#api.call(resultQuery, { job });
      while (!ENDED.has(answer.state) && answer.job !== null) {
        job = answer.job;
        this.#set(tab, { is: 'running', job, state: answer.state, mock });
        answer = await this.#api.call(resultQuery, { job, waitSeconds: WAIT_SECONDS });
      }
      this.#set(tab, { is: 'answered', answer, sql: input.sql, mock });
    } catch (failure) {
      const problem = asProblem(failure);
      this.#set(tab, { is: 'failed', problem, ...(problem.passing ? { sent: { input, key, job } } : {}) });
      if (problem.passing) {
        void this.#lookOut();
        return;
      }
    }
    this.history.reload();
  }

  /** Looks for the history until the platform is there: what had no reply may have been answered. */
  async #lookOut(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    for (let looks = 0; looks < LOOKS && this.#looking; looks += 1) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
      try {
        this.history.set(await this.#api.call(listQueries, { limit: 100 }));
        this.#looking = false;
      } catch {
        // Still away.
      }
    }
    this.#looking = false;
  }

  #set(tab: string, outcome: Outcome): void {
    this.#outcomes.update((all) => ({ ...all, [tab]: outcome }));
  }
}
