import { describe, expect, it } from 'vitest';
import type { PrivacyEvent } from '../events/event.ts';
import { NOTHING } from '../curves/curve.ts';
import { curveOfAll } from '../curves/curve-of.ts';
import { admits } from './filter.ts';
import { priceEvents } from './price-events.ts';
import { accountTerms } from './terms.ts';

/** Counts, sums, training and synthesis: the mixed example of the design. */
const MIXED: PrivacyEvent[] = [
  { kind: 'self_composed', count: 200, event: { kind: 'discrete_laplace', scale: '20', l1: '1' } },
  { kind: 'self_composed', count: 100, event: { kind: 'discrete_gaussian', sigma: '20', l2Squared: '1' } },
  { kind: 'poisson_gaussian', q: String(256 / 60000), sigma: '1.3', steps: 3515 },
  { kind: 'zcdp', rho: '0.05' },
];

describe('pricing events on a fresh account', () => {
  it('admits the mixed example at epsilon 5 and refuses it at 4.5', () => {
    const price = priceEvents(MIXED, 5, 1e-6);
    expect(price).toMatchObject({ admitted: true, reason: null, order: 6, primaryOrder: 6 });
    expect(price.share).toBeCloseTo(0.992, 3);
    expect(price.rdpEpsilon).toBeCloseTo(4.91, 2);
    expect(Math.abs(price.pldEpsilon / 4.57 - 1)).toBeLessThan(0.01);
    expect(price.sumOfParts).toBeGreaterThan(14.5);
    expect(priceEvents(MIXED, 4.5, 1e-6)).toMatchObject({ admitted: false, reason: 'epsilon', order: null });
  });

  it('names the smallest account that would do: it does, and one a little smaller does not', () => {
    const { smallestEpsilon } = priceEvents(MIXED, 1, 1e-6);
    const fits = (epsilon: number): boolean => admits(accountTerms(epsilon, 1e-6), NOTHING, curveOfAll(MIXED)).admitted;
    expect(fits(smallestEpsilon!)).toBe(true);
    expect(fits(smallestEpsilon! * 0.999)).toBe(false);
  });

  it('says when the additive deltas are too many, and when there can be no such account', () => {
    const failing = priceEvents([{ kind: 'additive_delta', delta: '2e-7' }], 1, 1e-6);
    expect(failing).toMatchObject({ admitted: false, reason: 'delta', smallestEpsilon: null });
    expect(failing.additiveLimit).toBeCloseTo(1e-7, 15);
    expect(priceEvents(MIXED, 1e-4, 1e-6)).toMatchObject({ admitted: false, reason: 'account', share: null });
    expect(() => priceEvents(MIXED, 0, 1e-6)).toThrow(RangeError);
    expect(() => priceEvents(MIXED, 1, 1)).toThrow(RangeError);
  });

  it('charges nothing for nothing', () => {
    expect(priceEvents([], 1, 1e-6)).toMatchObject({ admitted: true, share: 0, rdpEpsilon: 0, pldEpsilon: 0 });
  });
});
