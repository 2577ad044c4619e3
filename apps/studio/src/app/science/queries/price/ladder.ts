import type { QueryPlan } from '@dq0/protocol';
import { epsilonText } from '../../../ui/numbers/share.ts';

/** One stop of the slider: a half-width that the price is solved for, or an epsilon where no half-width is known. */
export interface Stop {
  readonly by: 'error' | 'epsilon';
  readonly value: number;
}

/** Where the prices end that one question may have. */
export interface End {
  /** What ends there: the owner's limit or a policy, the account, or one's part of it. */
  readonly by: 'policy' | 'account' | 'part';
  readonly epsilon: number;
  /** It ends exactly there; else somewhere above. */
  readonly exact: boolean;
}

/** The stops from rough to sharp, up to the end. */
export interface Ladder {
  readonly stops: readonly Stop[];
  readonly end: End;
}

const STEPS = [1, 1.5, 2, 3, 4, 6];
const STOPS = 9;
/** Half-widths this far above the sharpest are offered first: about a quarter of the dearest price. */
const FIRST_CHOICE = 2;
/** Refusals of the price alone: a smaller one may pass. */
const OF_PRICE: Readonly<Record<string, End['by']>> = {
  EPSILON_LIMIT: 'policy',
  SHARE_LIMIT: 'policy',
  BUDGET_EXCEEDED: 'account',
  QUOTA_EXCEEDED: 'part',
};

/** Not even the smallest price fits into the account any more. */
export function isUsedUp({ accepted, refusals }: QueryPlan): boolean {
  return !accepted && refusals.some(({ code, offers }) => code === 'BUDGET_EXCEEDED' && offers?.epsilon === undefined);
}

/** A smaller price that may do where one is refused: the one on offer, else half; undefined where the price is not why. */
export function smallerEnd(plan: QueryPlan, tried: number): End | undefined {
  if (plan.accepted || isUsedUp(plan)) return undefined;
  let end: End | undefined;
  for (const { code, offers } of plan.refusals) {
    const by = OF_PRICE[code];
    if (by === undefined) return undefined;
    const offered = offers?.epsilon ?? tried;
    const exact = offered < tried;
    const epsilon = exact ? offered : Number((tried / 2).toPrecision(3));
    if (end === undefined || epsilon < end.epsilon) end = { by, epsilon, exact };
  }
  return end;
}

/** "account ends at epsilon 0.13" */
export function endText({ by, epsilon, exact }: End): string {
  const what = by === 'part' ? 'your part' : by;
  return `${what} ${exact ? 'ends at' : 'gives'} epsilon ${epsilonText(epsilon)}`;
}

/**
 * Stops 1-1.5-2-3-4-6 per decade. They are half-widths of the column that is worst off, as `error` means it, when all
 * errors are known from metadata; else epsilons up to the end.
 */
export function ladderOf(sharpest: QueryPlan, end: End): Ladder {
  const errors = sharpest.errors.map(({ halfWidth95 }) => halfWidth95);
  const known = errors.length > 0 && errors.every((error) => error !== null && error > 0);
  if (known) {
    const least = Math.max(...(errors as number[]));
    return {
      end,
      stops: upwards(least)
        .map((value): Stop => ({ by: 'error', value }))
        .reverse(),
    };
  }
  return {
    end,
    stops: downwards(end.epsilon)
      .map((value): Stop => ({ by: 'epsilon', value }))
      .reverse(),
  };
}

/** The stop that one meant before, or the nearest to it on this ladder; else a fair middle. */
export function nearest(ladder: Ladder, wanted: Stop | undefined): number {
  const last = ladder.stops.length - 1;
  if (wanted === undefined || wanted.by !== ladder.stops[0]?.by) return firstChoice(ladder);
  let best = last;
  for (const [index, { value }] of ladder.stops.entries()) {
    const away = Math.abs(Math.log(value / wanted.value));
    if (away < Math.abs(Math.log((ladder.stops[best]?.value ?? value) / wanted.value))) best = index;
  }
  return best;
}

function firstChoice({ stops }: Ladder): number {
  const sharpest = stops.at(-1)?.value ?? 1;
  const found = stops.findLastIndex(({ by, value }) =>
    by === 'error' ? value >= sharpest * FIRST_CHOICE : value <= sharpest / FIRST_CHOICE,
  );
  return Math.max(found, 0);
}

function upwards(least: number): number[] {
  const found: number[] = [];
  for (let decade = Math.floor(Math.log10(least)); found.length < STOPS; decade += 1) {
    for (const step of STEPS) {
      const value = Number((step * 10 ** decade).toPrecision(3));
      if (value >= least && found.length < STOPS) found.push(value);
    }
  }
  return found;
}

function downwards(most: number): number[] {
  const found = [most];
  for (let decade = Math.floor(Math.log10(most)); found.length < STOPS; decade -= 1) {
    for (const step of STEPS.toReversed()) {
      const value = Number((step * 10 ** decade).toPrecision(3));
      if (value < most && found.length < STOPS) found.push(value);
    }
  }
  return found;
}
