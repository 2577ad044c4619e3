import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epsilonAt } from '../conversion/epsilon-at.ts';
import { addToTotals, NOTHING, removeFromTotals, type Curve, type Totals } from '../curves/curve.ts';
import { curveOf } from '../curves/curve-of.ts';
import type { PrivacyEvent } from '../events/event.ts';
import { admits } from './filter.ts';
import { accountTerms, type AccountTerms } from './terms.ts';

const scale = fc.double({ min: 0.3, max: 60, noNaN: true }).map((value) => value.toPrecision(6));
const aSpend: fc.Arbitrary<PrivacyEvent> = fc.oneof(
  fc.record({ kind: fc.constant('discrete_gaussian' as const), sigma: scale, l2Squared: fc.constantFrom('1', '4') }),
  fc.record({ kind: fc.constant('discrete_laplace' as const), scale, l1: fc.constantFrom('1', '2') }),
  fc.record({
    kind: fc.constant('poisson_gaussian' as const),
    q: fc.constantFrom('0.01', '0.1'),
    sigma: fc.constantFrom('0.8', '2'),
    steps: fc.integer({ min: 1, max: 500 }),
  }),
  fc.record({ kind: fc.constant('additive_delta' as const), delta: fc.constantFrom('1e-9', '4e-8', '1e-6') }),
);

type Action = { client: number; event: PrivacyEvent; then: 'open' | 'refund' };
const anAction: fc.Arbitrary<Action> = fc.record({
  client: fc.nat({ max: 63 }),
  event: aSpend,
  then: fc.constantFrom<('open' | 'refund')[]>('open', 'open', 'refund'),
});

const TARGET = { epsilon: 3, delta: 1e-6 };

/** What 64 clients do to one account: each reserves, and later opens or gives back, in any order between them. */
function play(filter: typeof admits, actions: readonly Action[], each: (spent: Totals) => void): void {
  const terms = accountTerms(TARGET.epsilon, TARGET.delta);
  const held = new Map<number, { curve: Curve; then: Action['then'] }>();
  let spent: Totals = NOTHING;
  for (const { client, event, then } of actions) {
    const before = held.get(client);
    if (before?.then === 'refund') spent = removeFromTotals(spent, before.curve);
    held.delete(client);
    const curve = curveOf(event);
    if (filter(terms, spent, curve).admitted) {
      spent = addToTotals(spent, curve);
      held.set(client, { curve, then });
    }
    each(spent);
  }
}

const neverOver = (filter: typeof admits) =>
  fc.property(fc.array(anAction, { maxLength: 60 }), (actions) => {
    play(filter, actions, (spent) => {
      expect(epsilonAt(spent, TARGET.delta)).toBeLessThanOrEqual(TARGET.epsilon * (1 + 1e-12));
    });
  });

describe('the filter', () => {
  it('never lets an account pass its target, in 1,000 random interleavings of reserving, opening and refunds', () => {
    fc.assert(neverOver(admits), { numRuns: 1000 });
  });

  it('is what keeps it: the same test fails with a filter that always admits', () => {
    const always: typeof admits = () => ({ admitted: true, order: 2 });
    expect(fc.check(neverOver(always), { numRuns: 1000 }).failed).toBe(true);
  });

  it('keeps the order of arrival irrelevant: what fits together fits in any order', () => {
    fc.assert(
      fc.property(fc.array(aSpend, { maxLength: 8 }), (events) => {
        const terms = accountTerms(8, 1e-6);
        const accepted = (list: readonly PrivacyEvent[]): boolean => {
          let spent: Totals = NOTHING;
          return list.every((event) => {
            const fits = admits(terms, spent, curveOf(event)).admitted;
            spent = addToTotals(spent, curveOf(event));
            return fits;
          });
        };
        expect(accepted([...events].reverse())).toBe(accepted(events));
      }),
    );
  });

  it('admits up to the very last unit and not one more', () => {
    const terms = accountTerms(3, 1e-6);
    const index = terms.budgets.findIndex((budget) => budget !== null);
    const limit = terms.budgets[index] ?? 0n;
    const only = (amount: bigint): Totals => ({
      rdp: terms.budgets.map((_, other) => (other === index ? amount : 10n ** 40n)),
      delta: 0n,
    });
    expect(admits(terms, NOTHING, only(limit)).admitted).toBe(true);
    expect(admits(terms, NOTHING, only(limit + 1n))).toEqual({ admitted: false, reason: 'epsilon' });
  });

  it('keeps the additive deltas within a tenth of delta', () => {
    const terms: AccountTerms = accountTerms(3, 1e-6);
    const threshold = (delta: string): Curve => curveOf({ kind: 'additive_delta', delta });
    expect(admits(terms, threshold('5e-8'), threshold('4.9e-8')).admitted).toBe(true);
    expect(admits(terms, threshold('5e-8'), threshold('5.1e-8'))).toEqual({ admitted: false, reason: 'delta' });
  });
});
