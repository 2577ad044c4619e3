import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountToNumber } from '../amount/amount.ts';
import { ORDERS } from '../orders.ts';
import type { PrivacyEvent } from '../events/event.ts';
import {
  addToTotals,
  composeCurves,
  curveFromRecord,
  curveToRecord,
  NOTHING,
  removeFromTotals,
  repeatCurve,
  totalsFromRecord,
  totalsToRecord,
  type CurveRecord,
} from './curve.ts';
import { curveOf, curveOfAll } from './curve-of.ts';
import { pureDivergence } from './pure.ts';

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map((value) => value.toFixed(9));
const whole = fc.bigInt({ min: 0n, max: 10n ** 12n }).map(String);
const aSimpleEvent: fc.Arbitrary<PrivacyEvent> = fc.oneof(
  fc.record({ kind: fc.constant('discrete_gaussian' as const), sigma: real(0.1, 1e6), l2Squared: whole }),
  fc.record({ kind: fc.constant('gaussian' as const), sigma: real(0.1, 100), sensitivity: real(0, 5) }),
  fc.record({ kind: fc.constant('discrete_laplace' as const), scale: real(0.01, 1e6), l1: whole }),
  fc.record({ kind: fc.constant('pure' as const), epsilon: real(0, 100) }),
  fc.record({ kind: fc.constant('zcdp' as const), rho: real(0, 2) }),
  fc.record({ kind: fc.constant('additive_delta' as const), delta: real(0, 1) }),
  fc.record({
    kind: fc.constant('poisson_gaussian' as const),
    q: real(0, 1),
    sigma: real(0.3, 20),
    steps: fc.integer({ min: 1, max: 5000 }),
  }),
);
const anEvent: fc.Arbitrary<PrivacyEvent> = fc.oneof(
  aSimpleEvent,
  fc.record({
    kind: fc.constant('self_composed' as const),
    count: fc.integer({ min: 1, max: 1000 }),
    event: aSimpleEvent,
  }),
  fc.record({ kind: fc.constant('composed' as const), events: fc.array(aSimpleEvent, { maxLength: 4 }) }),
);

/** Two orders may come out equal up to rounding. */
const ROUNDING = 1e-14;

describe('curves', () => {
  it('compose to the same integers in any order and grouping', () => {
    fc.assert(
      fc.property(fc.array(anEvent, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (events, keys) => {
        const shuffled = events
          .map((event) => ({ event, key: keys.next().value }))
          .sort((left, right) => left.key - right.key)
          .map(({ event }) => event);
        expect(curveOfAll(shuffled)).toEqual(curveOfAll(events));
        expect(composeCurves([curveOfAll(events.slice(0, 3)), curveOfAll(events.slice(3))])).toEqual(
          curveOfAll(events),
        );
      }),
    );
  });

  it('repeat and add without any drift over 100,000 spends', () => {
    const spend = curveOf({ kind: 'discrete_laplace', scale: '30', l1: '7' });
    let totals = totalsFromRecord(totalsToRecord(NOTHING));
    for (let count = 0; count < 100_000; count += 1) totals = addToTotals(totals, spend);
    const { pure, ...repeated } = repeatCurve(spend, 100_000);
    expect(totals).toEqual(repeated);
    expect(pure).toBe((spend.pure ?? 0n) * 100_000n);
  });

  it('give back exactly what a refund took, and never more than was spent', () => {
    fc.assert(
      fc.property(anEvent, anEvent, (kept, refunded) => {
        const before = addToTotals(NOTHING, curveOf(kept));
        const after = addToTotals(before, curveOf(refunded));
        expect(removeFromTotals(after, curveOf(refunded))).toEqual(before);
        expect(addToTotals(addToTotals(NOTHING, curveOf(refunded)), curveOf(kept))).toEqual(after);
      }),
    );
    expect(() => removeFromTotals(NOTHING, curveOf({ kind: 'zcdp', rho: '1' }))).toThrow(RangeError);
  });

  it('survive storage unchanged', () => {
    fc.assert(
      fc.property(anEvent, (event) => {
        const stored = JSON.parse(JSON.stringify(curveToRecord(curveOf(event)))) as CurveRecord;
        expect(curveFromRecord(stored)).toEqual(curveOf(event));
      }),
    );
    expect(() => curveFromRecord({ rdp: ['-1'], delta: '0', pure: null })).toThrow();
  });

  it('never fall as the order grows, and a pure one stays within its epsilon', () => {
    fc.assert(
      fc.property(anEvent, (event) => {
        const { rdp, pure } = curveOf(event);
        const values = rdp.map(amountToNumber);
        for (const [index, value] of values.entries()) {
          expect(value).toBeGreaterThanOrEqual((values[index - 1] ?? 0) * (1 - ROUNDING));
        }
        if (pure !== null) expect(rdp.every((amount) => amount <= pure)).toBe(true);
      }),
    );
  });

  it('of discrete Laplace are those of randomised response; the continuous curve would understate them', () => {
    const continuous = Math.log((2 / 3) * Math.exp(1) + (1 / 3) * Math.exp(-2));
    expect(pureDivergence(2, 1) / continuous).toBeCloseTo(1.188, 3);
    expect(pureDivergence(256, 1000)).toBeLessThanOrEqual(1000);
    expect(ORDERS.map((order) => pureDivergence(order, 0))).toEqual(ORDERS.map(() => 0));
  });
});
