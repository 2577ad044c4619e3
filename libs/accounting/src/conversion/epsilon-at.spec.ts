import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NOTHING, type Curve } from '../curves/curve.ts';
import { curveOf, curveOfAll } from '../curves/curve-of.ts';
import { epsilonAt } from './epsilon-at.ts';

const laplace = (scale: string): Curve => curveOf({ kind: 'discrete_laplace', scale, l1: '1' });
const threshold = curveOf({ kind: 'additive_delta', delta: '1e-8' });

describe('the epsilon of a release alone', () => {
  it('is at most the pure epsilon of Laplace noise, and exactly that without a delta', () => {
    expect(epsilonAt(laplace('2'), 0)).toBeCloseTo(0.5, 9);
    expect(epsilonAt(laplace('2'), 1e-7)).toBeLessThanOrEqual(0.5 * (1 + 1e-10));
    expect(epsilonAt(NOTHING, 0)).toBe(0);
  });

  it('is unbounded where nothing is proven: Gaussian noise without a delta, or an additive delta above it', () => {
    const gaussian = { kind: 'discrete_gaussian', sigma: '10', l2Squared: '1' } as const;
    expect(epsilonAt(curveOf(gaussian), 0)).toBe(Infinity);
    expect(epsilonAt(threshold, 1e-9)).toBe(Infinity);
    expect(epsilonAt(curveOfAll([gaussian, { kind: 'additive_delta', delta: '1e-8' }]), 1e-7)).toBeGreaterThan(
      epsilonAt(curveOf(gaussian), 1e-7),
    );
  });

  it('falls as delta grows and rises with what is added', () => {
    const delta = fc.double({ min: 1e-12, max: 0.5, noNaN: true });
    const sigma = fc.double({ min: 0.5, max: 50, noNaN: true }).map((value) => value.toPrecision(6));
    fc.assert(
      fc.property(sigma, delta, delta, (text, one, other) => {
        const gaussian = { kind: 'discrete_gaussian', sigma: text, l2Squared: '1' } as const;
        const both = curveOfAll([gaussian, { kind: 'discrete_laplace', scale: text, l1: '1' }]);
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        expect(epsilonAt(curveOf(gaussian), high)).toBeLessThanOrEqual(epsilonAt(curveOf(gaussian), low));
        expect(epsilonAt(both, one)).toBeGreaterThanOrEqual(epsilonAt(curveOf(gaussian), one));
      }),
    );
  });

  it('is never below zero', () => {
    expect(epsilonAt(curveOf({ kind: 'zcdp', rho: '1e-9' }), 0.5)).toBe(0);
  });

  it('refuses what is not a probability', () => {
    for (const delta of [-1, 2, NaN]) expect(() => epsilonAt(NOTHING, delta)).toThrow(RangeError);
  });
});
