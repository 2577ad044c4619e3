import type { SqlEvent } from '@dq0/protocol';
import { addToTotals, calibrate, curveOfAll, repeatCurve } from '@dq0/accounting';
import { describe, expect, it } from 'vitest';
import type { Account } from './account.ts';
import { newAccount } from './accounts.service.ts';
import { fits, largestFit, priceOf } from './price.ts';

const fresh = newAccount({ name: 'us-1994', entity: 'person', unitKind: 'row', epsilon: 10, delta: 1e-6 });
const delta = 1e-7;

function count(epsilon: number): SqlEvent[] {
  const events = calibrate({ epsilon, delta, events: [{ l2Squared: '1' }] });
  if (events === null) throw new Error('no noise');
  return events;
}

function after(account: Account, events: readonly SqlEvent[], times: number): Account {
  return { ...account, spent: addToTotals(account.spent, repeatCurve(curveOfAll(events), times)) };
}

describe('the price of a release', () => {
  it('names the epsilon that was asked', () => {
    for (const epsilon of [0.05, 0.1, 0.5, 1]) {
      expect(priceOf(fresh, count(epsilon), delta).spends).toMatchObject({ epsilon, delta });
    }
  });

  it('has four digits, whatever the epsilon asked', () => {
    for (let step = 1; step < 500; step += 1) {
      const { epsilon } = priceOf(fresh, count(step * 0.001237 + 0.05), delta).spends;
      expect(String(epsilon)).toBe(String(Number(epsilon.toPrecision(4))));
    }
  });

  it('has shares that add up to what is missing', () => {
    const { spends, remaining } = priceOf(fresh, count(0.5), delta);
    expect(remaining.share).toBe(1);
    expect(priceOf(after(fresh, count(0.5), 3), count(0.5), delta).remaining.share).toBeCloseTo(
      1 - 3 * spends.share,
      12,
    );
  });

  it('counts exactly how many more would be admitted', () => {
    const { remaining } = priceOf(fresh, count(0.5), delta);
    expect(remaining.more).toBeGreaterThan(20);
    const full = after(fresh, count(0.5), remaining.more);
    expect(fits(after(fresh, count(0.5), remaining.more - 1), count(0.5))).toBe(true);
    expect(fits(full, count(0.5))).toBe(false);
  });

  it('finds the largest epsilon that still fits, and none on a closed account', () => {
    const full = after(fresh, count(1), priceOf(fresh, count(1), delta).remaining.more);
    const fitting = largestFit(full, count(1), { delta, upTo: 1 });
    expect(fitting).toBeGreaterThan(0);
    expect(fits(full, count(fitting ?? 0))).toBe(true);
    expect(fits(full, count((fitting ?? 0) * 1.001))).toBe(false);
    expect(largestFit({ ...fresh, closed: 'journal' }, count(1), { delta, upTo: 1 })).toBeNull();
  });
});
