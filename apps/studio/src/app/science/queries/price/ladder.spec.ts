import type { QueryPlan } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { type End, endText, isUsedUp, ladderOf, nearest, smallerEnd } from './ladder.ts';

const END: End = { by: 'policy', epsilon: 1, exact: true };

const plan = (...halfWidths: (number | null)[]): QueryPlan =>
  ({ errors: halfWidths.map((halfWidth95, at) => ({ column: `c${at}`, halfWidth95 })) }) as unknown as QueryPlan;

describe('the stops of the slider', () => {
  it('go 1-1.5-2-3-4-6 per decade, rough to sharp, and end where the limit ends', () => {
    const { stops } = ladderOf(plan(11), END);
    expect(stops.map(({ value }) => value)).toEqual([300, 200, 150, 100, 60, 40, 30, 20, 15]);
    expect(stops.every(({ by }) => by === 'error')).toBe(true);
  });

  it('follow the column that is worst off', () => {
    expect(ladderOf(plan(2, 70), END).stops.at(-1)?.value).toBe(100);
  });

  it('are epsilons where an error depends on the data', () => {
    const { stops } = ladderOf(plan(11, null), END);
    expect(stops.at(-1)).toEqual({ by: 'epsilon', value: 1 });
    expect(stops.map(({ value }) => value)).toEqual([0.04, 0.06, 0.1, 0.15, 0.2, 0.3, 0.4, 0.6, 1]);
  });

  it('begin at a fair middle and come back to what was meant', () => {
    const ladder = ladderOf(plan(11), END);
    expect(ladder.stops[nearest(ladder, undefined)]?.value).toBe(30);
    expect(ladder.stops[nearest(ladder, { by: 'error', value: 100 })]?.value).toBe(100);
    expect(ladder.stops[nearest(ladder, { by: 'error', value: 1 })]?.value).toBe(15);
    expect(ladder.stops[nearest(ladder, { by: 'epsilon', value: 0.1 })]?.value).toBe(30);
  });
});

const refused = (...refusals: readonly [code: string, epsilon?: number][]): QueryPlan =>
  ({
    accepted: false,
    refusals: refusals.map(([code, epsilon]) => ({
      ...{ code, message: '', position: null, remedy: '' },
      ...(epsilon === undefined ? {} : { offers: { epsilon } }),
    })),
  }) as unknown as QueryPlan;

describe('where the prices of a question end', () => {
  it('is where policy or account say, the nearer one, and what ends there is named', () => {
    const policy = smallerEnd(refused(['EPSILON_LIMIT', 0.5]), 1);
    expect(policy).toEqual({ by: 'policy', epsilon: 0.5, exact: true });
    const account = smallerEnd(refused(['EPSILON_LIMIT', 0.5], ['BUDGET_EXCEEDED', 0.1299]), 1);
    expect(account).toEqual({ by: 'account', epsilon: 0.1299, exact: true });
    expect([policy, account].map((end) => end && endText(end))).toEqual([
      'policy ends at epsilon 0.50',
      'account ends at epsilon 0.13',
    ]);
  });

  it('is searched for by halves where nobody says', () => {
    const end = smallerEnd(refused(['QUOTA_EXCEEDED']), 1);
    expect(end).toEqual({ by: 'part', epsilon: 0.5, exact: false });
    expect(end && endText(end)).toBe('your part gives epsilon 0.50');
    expect(smallerEnd(refused(['BUDGET_EXCEEDED', 0.5]), 0.5)).toEqual({ by: 'account', epsilon: 0.25, exact: false });
  });

  it('is nowhere when the account has given all, or when not the price is refused', () => {
    const none = refused(['BUDGET_EXCEEDED']);
    expect([isUsedUp(none), smallerEnd(none, 1)]).toEqual([true, undefined]);
    expect(isUsedUp(refused(['BUDGET_EXCEEDED', 0.1]))).toBe(false);
    expect(smallerEnd(refused(['EPSILON_LIMIT', 0.5], ['PURPOSE_NEEDED']), 1)).toBeUndefined();
    expect(smallerEnd({ ...refused(), accepted: true }, 1)).toBeUndefined();
  });
});
