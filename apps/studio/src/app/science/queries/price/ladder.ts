import type { QueryPlan } from '@dq0/protocol';

/** One stop of the slider: a half-width that the price is solved for, or an epsilon where no half-width is known. */
export interface Stop {
  readonly by: 'error' | 'epsilon';
  readonly value: number;
}

/** The stops from rough to sharp that the owner's limit allows. */
export interface Ladder {
  readonly stops: readonly Stop[];
  /** The limit on epsilon at which it ends. */
  readonly limit: number;
}

const STEPS = [1, 1.5, 2, 3, 4, 6];
const STOPS = 9;
/** Half-widths this far above the sharpest are offered first: about a quarter of the dearest price. */
const FIRST_CHOICE = 2;

/**
 * Stops 1-1.5-2-3-4-6 per decade. They are half-widths of the column that is worst off, as `error` means it, when all
 * errors are known from metadata; else epsilons up to the limit.
 */
export function ladderOf(sharpest: QueryPlan, limit: number): Ladder {
  const errors = sharpest.errors.map(({ halfWidth95 }) => halfWidth95);
  const known = errors.length > 0 && errors.every((error) => error !== null && error > 0);
  if (known) {
    const least = Math.max(...(errors as number[]));
    return {
      limit,
      stops: upwards(least)
        .map((value): Stop => ({ by: 'error', value }))
        .reverse(),
    };
  }
  return {
    limit,
    stops: downwards(limit)
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
