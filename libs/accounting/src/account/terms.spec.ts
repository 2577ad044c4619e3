import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conversionTerm, epsilonAt } from '../conversion/epsilon-at.ts';
import { ORDERS } from '../orders.ts';
import {
  accountTerms,
  budgetsByOrder,
  primaryBudget,
  termsFromRecord,
  termsToRecord,
  type AccountTermsRecord,
} from './terms.ts';

describe('the terms of an account', () => {
  it('put weight 0.8 on the order that buys most, the rest equal, and sum to one', () => {
    const terms = accountTerms(5, 1e-6);
    expect(terms.primaryOrder).toBe(6);
    expect(terms.weights.filter((weight) => weight === 0.8)).toHaveLength(1);
    expect(new Set(terms.weights).size).toBe(2);
    expect(terms.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    expect(primaryBudget(terms)).toBe(terms.budgets[ORDERS.indexOf(6)]);
  });

  it('leave out the orders that could never prove the target', () => {
    const budgets = budgetsByOrder(accountTerms(5, 1e-6));
    expect(budgets.filter(({ budget }) => budget === null).map(({ order }) => order)).toEqual([2, 3, 4]);
    const six = budgets.find(({ order }) => order === 6);
    expect(six?.budget).toBeCloseTo(5 - conversionTerm(6, 0.8 * 0.9e-6), 10);
  });

  it('prove the target: what a budget allows converts to at most epsilon at its part of delta', () => {
    const realEpsilon = fc.double({ min: 0.05, max: 50, noNaN: true });
    const realDelta = fc.double({ min: 1e-12, max: 1e-3, noNaN: true });
    fc.assert(
      fc.property(realEpsilon, realDelta, (epsilon, delta) => {
        fc.pre(conversionTerm(256, 0.72 * delta) < epsilon);
        const terms = accountTerms(epsilon, delta);
        for (const [index, budget] of terms.budgets.entries()) {
          if (budget === null) continue;
          const rdp = ORDERS.map((_, other) => (other === index ? budget : 10n ** 30n));
          const part = (terms.weights[index] ?? 0) * 0.9 * delta;
          expect(epsilonAt({ rdp, delta: 0n }, part)).toBeLessThanOrEqual(epsilon * (1 + 1e-9));
        }
      }),
    );
  });

  it('survive storage unchanged', () => {
    const terms = accountTerms(10, 1e-6);
    expect(termsFromRecord(JSON.parse(JSON.stringify(termsToRecord(terms))) as AccountTermsRecord)).toEqual(terms);
  });

  it('refuse a target that could admit nothing, and numbers out of range', () => {
    expect(() => accountTerms(0.01, 1e-6)).toThrow(/too small/);
    for (const epsilon of [0, -1, NaN, Infinity]) expect(() => accountTerms(epsilon, 1e-6)).toThrow(RangeError);
    for (const delta of [0, 1, -1, NaN]) expect(() => accountTerms(1, delta)).toThrow(RangeError);
  });
});
