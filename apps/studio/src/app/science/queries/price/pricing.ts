import { computed, inject, Injectable, linkedSignal, resource } from '@angular/core';
import type { QueryPlan, Refusal } from '@dq0/protocol';
import { Api } from '../../../data-access/api.ts';
import { budgetDataset, infoDataset, planQuery } from '../../../data-access/operations.ts';
import { asProblem } from '../../../data-access/problem.ts';
import { declared, Drafts } from '../drafts.ts';
import { Questions } from '../questions.ts';
import { ladderOf, nearest, type Stop } from './ladder.ts';
import { halfWidthOfPlan, type Held, type Price } from './price.ts';
import { settled } from './settled.ts';

/** How long a text rests before it is looked at. */
const REST = 150;
/** How often a budget that is nearly used up is tried at half the epsilon. */
const HALVINGS = 7;
const OF_PRICE: ReadonlySet<Refusal['code']> = new Set<Refusal['code']>(['EPSILON_LIMIT', 'BUDGET_EXCEEDED']);
/** A share that no digit is shown of. */
const NOTHING = 1e-4;

interface Asked {
  readonly dataset: string;
  readonly sql: string;
  readonly purpose: string;
  readonly project: string;
}

/** Price and refusals of the text that is being written. Everything comes from plans, which are free. */
@Injectable()
export class Pricing {
  readonly #api = inject(Api);
  readonly #drafts = inject(Drafts);
  readonly #questions = inject(Questions);

  readonly #written = computed(
    (): Asked => {
      const draft = this.#drafts.draft();
      const { dataset = '', sql = '', purpose = '', project = '' } = draft ?? {};
      return { dataset, sql, purpose, project };
    },
    { equal: isSame },
  );
  readonly #asked = settled(this.#written, REST);

  readonly info = resource({
    params: () => (this.#written().dataset === '' ? undefined : { dataset: this.#written().dataset }),
    loader: ({ params, abortSignal }) => this.#api.call(infoDataset, params, abortSignal),
  });
  readonly budget = resource({
    params: () => (this.#written().dataset === '' ? undefined : { dataset: this.#written().dataset }),
    loader: ({ params, abortSignal }) => this.#api.call(budgetDataset, params, abortSignal),
  });
  /** The sharpest plan that limit and account allow: it tells the stops, or why there is no price. */
  readonly #sharpest = resource({
    params: () => {
      const asked = this.#asked();
      const limit = this.info.hasValue() ? this.info.value().limits.epsilonPerRelease : undefined;
      return limit === undefined || asked.sql.trim() === '' ? undefined : { ...asked, limit };
    },
    loader: ({ params, abortSignal }) => this.#plan(params, params.limit, abortSignal),
  });
  readonly #looked = computed(() => (this.#sharpest.hasValue() ? this.#sharpest.value() : undefined));

  readonly ladder = computed(() => {
    const looked = this.#looked();
    return looked?.plan.accepted === true ? ladderOf(looked.plan, looked.epsilon) : undefined;
  });
  readonly at = computed(() => {
    const ladder = this.ladder();
    return ladder === undefined ? 0 : nearest(ladder, this.#drafts.draft()?.stop);
  });
  readonly #price = resource({
    params: () => {
      const stop = this.ladder()?.stops[this.at()];
      const held = this.#questions.held(this.#asked().dataset, this.#asked().sql);
      return stop === undefined ? undefined : { ...this.#asked(), stop, held };
    },
    loader: ({ params, abortSignal }) => this.#priced(params, params.stop, params.held, abortSignal),
  });

  readonly refusals = computed((): readonly Refusal[] => this.#looked()?.plan.refusals ?? []);
  /** Not even the smallest price that was tried fits into the account any more. */
  readonly usedUp = computed(() => {
    const looked = this.#looked();
    return (
      looked !== undefined &&
      isTooDear(looked.plan) &&
      looked.plan.refusals.some(({ code }) => code === 'BUDGET_EXCEEDED')
    );
  });
  readonly problem = computed(() => {
    const failed = this.#sharpest.error() ?? this.#price.error() ?? this.info.error();
    return failed === undefined ? undefined : asProblem(failed);
  });
  /** The last price, until a new one or a refusal takes its place. */
  readonly price = linkedSignal<{ now: Price | undefined; keep: boolean }, Price | undefined>({
    source: () => ({
      now: this.#price.hasValue() ? this.#price.value() : undefined,
      keep: this.refusals().length === 0 && this.#written().sql.trim() !== '' && this.problem() === undefined,
    }),
    computation: ({ now, keep }, previous) => now ?? (keep ? previous?.value : undefined),
  });
  /** What is shown belongs to an older text or stop. */
  readonly stale = computed(
    () =>
      this.#written() !== this.#asked() ||
      this.#sharpest.isLoading() ||
      this.#price.isLoading() ||
      this.info.isLoading(),
  );
  readonly empty = computed(() => this.#written().sql.trim() === '');

  move(to: number): void {
    const stop = this.ladder()?.stops[to];
    if (stop !== undefined) this.#drafts.change({ stop });
  }

  /** After an answer, or a failure: what is left is read again. */
  again(): void {
    if (this.info.error() !== undefined) this.info.reload();
    this.budget.reload();
    this.#sharpest.reload();
    this.#price.reload();
  }

  /**
   * A plan at the limit of the data set; where a policy ends before it, at that end; where the account does not give that
   * much, at the most that it gives.
   */
  async #plan(asked: Asked, limit: number, abort: AbortSignal): Promise<{ plan: QueryPlan; epsilon: number }> {
    const question = questionOf(asked);
    let epsilon = limit;
    let plan = await this.#api.call(planQuery, { ...question, epsilon }, abort);
    if (isTooDear(plan) && plan.refusals.some(({ code }) => code === 'EPSILON_LIMIT')) {
      // Without a price a question takes what the policies admit.
      plan = await this.#api.call(planQuery, { ...question, fresh: true }, abort);
      if (plan.accepted) epsilon = plan.spends.epsilon;
    }
    for (let half = 0; half < HALVINGS && isTooDear(plan); half += 1) {
      epsilon = Number((epsilon / 2).toPrecision(3));
      plan = await this.#api.call(planQuery, { ...question, epsilon }, abort);
    }
    return { plan, epsilon };
  }

  async #priced(
    asked: Asked,
    stop: Stop,
    mine: Omit<Held, 'halfWidth'> | undefined,
    abort: AbortSignal,
  ): Promise<Price> {
    const question = questionOf(asked);
    const plan = await this.#api.call(planQuery, { ...question, [stop.by]: stop.value }, abort);
    const { epsilon } = plan.spends;
    const free = plan.reused === true;
    if (mine === undefined) return { plan, epsilon, stop, held: undefined, free, refines: false };
    const atHeld = await this.#api.call(planQuery, { ...question, epsilon: mine.epsilon }, abort);
    const held: Held = { ...mine, halfWidth: halfWidthOfPlan(atHeld) };
    if (mine.epsilon >= epsilon) return { plan, epsilon, stop, held, free: true, refines: false };
    const sharper = await this.#api.call(planQuery, { ...question, epsilon, refine: mine.job }, abort);
    // A refined answer is sharper than what was paid last says: as good as nothing is left to pay for.
    const isHeld = sharper.accepted && sharper.spends.share < NOTHING;
    if (isHeld) return { plan, epsilon, stop, held, free: true, refines: false };
    const refines = sharper.accepted && sharper.spends.share < plan.spends.share;
    return { plan: refines ? { ...sharper, errors: plan.errors } : plan, epsilon, stop, held, free: false, refines };
  }
}

/** Refused for its price alone: a smaller one may pass. */
function isTooDear({ accepted, refusals }: QueryPlan): boolean {
  return !accepted && refusals.length > 0 && refusals.every(({ code }) => OF_PRICE.has(code));
}

function isSame(one: Asked, other: Asked): boolean {
  return (['dataset', 'sql', 'purpose', 'project'] as const).every((part) => one[part] === other[part]);
}

function questionOf({ dataset, sql, ...rest }: Asked) {
  return { dataset, sql, ...declared(rest) };
}
