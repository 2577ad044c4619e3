import type { QueryPlan } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { ladderOf, nearest } from './ladder.ts';

const plan = (...halfWidths: (number | null)[]): QueryPlan =>
  ({ errors: halfWidths.map((halfWidth95, at) => ({ column: `c${at}`, halfWidth95 })) }) as unknown as QueryPlan;

describe('the stops of the slider', () => {
  it('go 1-1.5-2-3-4-6 per decade, rough to sharp, and end where the limit ends', () => {
    const { stops } = ladderOf(plan(11), 1);
    expect(stops.map(({ value }) => value)).toEqual([300, 200, 150, 100, 60, 40, 30, 20, 15]);
    expect(stops.every(({ by }) => by === 'error')).toBe(true);
  });

  it('follow the column that is worst off', () => {
    expect(ladderOf(plan(2, 70), 1).stops.at(-1)?.value).toBe(100);
  });

  it('are epsilons where an error depends on the data', () => {
    const { stops } = ladderOf(plan(11, null), 1);
    expect(stops.at(-1)).toEqual({ by: 'epsilon', value: 1 });
    expect(stops.map(({ value }) => value)).toEqual([0.04, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1]);
  });

  it('begin at a fair middle and come back to what was meant', () => {
    const ladder = ladderOf(plan(11), 1);
    expect(ladder.stops[nearest(ladder, undefined)]?.value).toBe(30);
    expect(ladder.stops[nearest(ladder, { by: 'error', value: 100 })]?.value).toBe(100);
    expect(ladder.stops[nearest(ladder, { by: 'error', value: 1 })]?.value).toBe(15);
    expect(ladder.stops[nearest(ladder, { by: 'epsilon', value: 0.1 })]?.value).toBe(30);
  });
});
