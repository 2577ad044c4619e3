import { computed, inject, Injectable, resource } from '@angular/core';
import type { QueryPlan, Refusal } from '@dq0/protocol';
import { Api } from '../../../data-access/api.ts';
import { budgetDataset, infoDataset, planQuery } from '../../../data-access/operations.ts';
import { asProblem } from '../../../data-access/problem.ts';
import { isPurpose, purposeText } from '../../../ui/purpose.ts';
import { declared, Drafts } from '../drafts.ts';
import { Questions } from '../questions.ts';
import { type End, isUsedUp, ladderOf, nearest, smallerEnd, type Stop } from './ladder.ts';
import { halfWidthOfPlan, type Held, type Price } from './price.ts';
import { kept, lasting, settled } from './settled.ts';

/** How long a text rests before it is looked at. */
const REST = 150;
/** After so long without a word it is said that there is none. */
const LATE = 5000;
/** How often a smaller price is tried where one is refused. */
const TRIES = 8;
/** A share that no digit is shown of. */
const NOTHING = 1e-4;

interface Asked {
  readonly tab: string;
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
      const { id: tab = '', dataset = '', sql = '', purpose = '', project = '' } = draft ?? {};
      return { tab, dataset, sql, purpose: purposeText(purpose), project };
    },
    { equal: isSame },
  );
  readonly #asked = settled(this.#written, REST);

  /** Its name alone: while a text is written its facts are not read again. */
  readonly #dataset = computed(() => this.#written().dataset || undefined);

  readonly info = resource({
    params: () => this.#dataset(),
    loader: ({ params: dataset, abortSignal }) => this.#api.call(infoDataset, { dataset }, abortSignal),
  });
  readonly budget = resource({
    params: () => this.#dataset(),
    loader: ({ params: dataset, abortSignal }) => this.#api.call(budgetDataset, { dataset }, abortSignal),
  });
  /** What stands in the field of the purpose is none, and cannot be sent. */
  readonly noPurpose = computed(() => !isSent(this.#written()));
  /** The sharpest plan that limit and account allow: it tells the stops, or why there is no price. */
  readonly #sharpest = resource({
    params: () => {
      const asked = this.#asked();
      const limit = this.info.hasValue() ? this.info.value().limits.epsilonPerRelease : undefined;
      const none = limit === undefined || asked.sql.trim() === '' || !isSent(asked);
      return none ? undefined : { ...asked, limit };
    },
    loader: ({ params, abortSignal }) => this.#plan(params, params.limit, abortSignal),
  });
  readonly #looked = computed(() => (this.#sharpest.hasValue() ? this.#sharpest.value() : undefined));

  readonly #newest = computed(() => {
    const looked = this.#looked();
    return looked?.plan.accepted === true ? ladderOf(looked.plan, looked.end) : undefined;
  });
  readonly #stop = computed(() => {
    const ladder = this.#newest();
    return ladder?.stops[nearest(ladder, this.#drafts.draft()?.stop)];
  });
  readonly #price = resource({
    params: () => {
      const stop = this.#stop();
      const held = this.#questions.held(this.#asked().dataset, this.#asked().sql);
      return stop === undefined ? undefined : { ...this.#asked(), stop, held };
    },
    loader: ({ params, abortSignal }) => this.#priced(params, params.stop, params.held, abortSignal),
  });

  readonly refusals = computed((): readonly Refusal[] => this.#looked()?.plan.refusals ?? []);
  /** Purposes of which one would do where none, or another one, is named. */
  readonly purposes = computed(() => this.refusals().flatMap(({ offers }) => offers?.purposes ?? []));
  /** The text itself is refused: it has no plan, whatever it may cost and whatever it is for. */
  readonly notUnderstood = computed(() => this.#looked()?.plan.columns.length === 0);
  /** Not even the smallest price that was tried fits into the account any more. */
  readonly usedUp = computed(() => {
    const looked = this.#looked();
    return looked !== undefined && isUsedUp(looked.plan);
  });
  readonly problem = computed(() => {
    const failed = this.#sharpest.error() ?? this.#price.error() ?? this.info.error();
    return failed === undefined ? undefined : asProblem(failed);
  });
  readonly #place = computed(() => `${this.#asked().tab} ${this.#asked().dataset}`);
  readonly #keep = computed(
    () => this.refusals().length === 0 && !this.empty() && !this.noPurpose() && this.problem() === undefined,
  );
  /** The last price and its stops, until a new one or a refusal takes their place. */
  readonly price = kept({
    now: () => (this.#price.hasValue() ? this.#price.value() : undefined),
    place: this.#place,
    keep: this.#keep,
  });
  readonly ladder = kept({ now: this.#newest, place: this.#place, keep: this.#keep });
  readonly at = computed(() => {
    const ladder = this.ladder();
    return ladder === undefined ? 0 : nearest(ladder, this.#drafts.draft()?.stop);
  });
  /** What is shown belongs to an older text or stop. */
  readonly stale = computed(
    () =>
      this.#written() !== this.#asked() ||
      this.#sharpest.isLoading() ||
      this.#price.isLoading() ||
      this.info.isLoading(),
  );
  /** The platform has not said a word for a while to what is written now. */
  readonly late = lasting(this.stale, this.#written, LATE);
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

  /** A plan at the limit of the data set; where policy or account end before it, at that end. */
  async #plan(asked: Asked, limit: number, abort: AbortSignal): Promise<{ plan: QueryPlan; end: End }> {
    const question = questionOf(asked);
    let end: End = { by: 'policy', epsilon: limit, exact: true };
    for (let tries = 1; ; tries += 1) {
      const plan = await this.#api.call(planQuery, { ...question, epsilon: end.epsilon }, abort);
      const smaller = tries < TRIES ? smallerEnd(plan, end.epsilon) : undefined;
      if (smaller === undefined) return { plan, end };
      end = smaller;
    }
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

function isSame(one: Asked, other: Asked): boolean {
  return (['tab', 'dataset', 'sql', 'purpose', 'project'] as const).every((part) => one[part] === other[part]);
}

/** Its purpose is one, or none is named. */
function isSent({ purpose }: Asked): boolean {
  return purpose === '' || isPurpose(purpose);
}

function questionOf({ dataset, sql, ...rest }: Asked) {
  return { dataset, sql, ...declared(rest) };
}
