import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, smallestGaussianEpsilon } from '../calibration/calibrate.ts';
import { addToTotals, composeCurves, NOTHING, repeatCurve, type Totals } from '../curves/curve.ts';
import { curveOf, curveOfAll } from '../curves/curve-of.ts';
import { admits } from './filter.ts';
import { largestFittingEpsilon } from './largest-fit.ts';
import { more, remainingShare, share } from './price.ts';
import { accountTerms } from './terms.ts';

const sigma = fc.double({ min: 2, max: 40, noNaN: true }).map((value) => value.toPrecision(6));
const aRelease = fc.oneof(
  sigma.map((text) => curveOf({ kind: 'discrete_gaussian', sigma: text, l2Squared: '1' })),
  sigma.map((text) => curveOf({ kind: 'discrete_laplace', scale: text, l1: '1' })),
);
const terms = accountTerms(5, 1e-6);

describe('the price of a release', () => {
  it('has shares that add up', () => {
    fc.assert(
      fc.property(fc.array(aRelease, { maxLength: 10 }), (curves) => {
        const sum = curves.reduce((total, curve) => total + share(terms, curve), 0);
        expect(share(terms, composeCurves(curves))).toBeCloseTo(sum, 12);
      }),
    );
    expect(remainingShare(terms, NOTHING)).toBe(1);
    expect(remainingShare(terms, curveOf({ kind: 'zcdp', rho: '9' }))).toBe(0);
  });

  it('says exactly how many more like it would be admitted', () => {
    fc.assert(
      fc.property(fc.array(aRelease, { maxLength: 10 }), aRelease, (before, release) => {
        const spent = before.reduce<Totals>(addToTotals, NOTHING);
        const count = more(terms, spent, release);
        expect(count === 0 || admits(terms, spent, repeatCurve(release, count)).admitted).toBe(true);
        expect(admits(terms, spent, repeatCurve(release, count + 1)).admitted).toBe(false);
      }),
    );
  });

  it('counts thresholds by their additive delta, and free releases without end', () => {
    const threshold = curveOf({ kind: 'additive_delta', delta: '1e-9' });
    expect(more(terms, NOTHING, threshold)).toBe(99);
    expect(more(terms, NOTHING, NOTHING)).toBe(Number.MAX_SAFE_INTEGER);
    expect(more(terms, curveOf({ kind: 'additive_delta', delta: '1' }), NOTHING)).toBe(0);
  });

  it('shows that epsilons do not add up: of 10, Laplace 0.5 fits 19 times, Gaussian 0.5 fifteen times as often', () => {
    const ten = accountTerms(10, 1e-6);
    const laplace = curveOf({ kind: 'discrete_laplace', scale: '2', l1: '1' });
    const gaussian = curveOfAll(calibrate({ epsilon: 0.5, delta: 1e-7, events: [{ l2Squared: '1' }] }) ?? []);
    expect(more(ten, NOTHING, laplace)).toBe(19);
    expect(more(ten, NOTHING, gaussian)).toBeGreaterThan(15 * 19);
  });
});

describe('the epsilon that would fit', () => {
  const delta = 1e-7;
  const eventsOf = (epsilon: number) => calibrate({ epsilon, delta, events: [{ l2Squared: '1', l1: '1' }] });
  const options = { upTo: 1, breakpoints: [smallestGaussianEpsilon(delta)] };

  it('fits, and the next one up does not', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.9999, noNaN: true }), (part) => {
        const used = curveOf({ kind: 'gaussian', sigma: '1', sensitivity: '1' });
        const spent = repeatCurve(used, 1);
        const room = accountTerms(5, 1e-6);
        const more = curveOf({ kind: 'zcdp', rho: (part * 0.06).toFixed(12) });
        const total = addToTotals(spent, more);
        const fit = largestFittingEpsilon(room, total, eventsOf, options);
        if (fit === null) return;
        expect(admits(room, total, curveOfAll(eventsOf(fit) ?? [])).admitted).toBe(true);
        if (fit < 1) expect(admits(room, total, curveOfAll(eventsOf(fit * 1.00002) ?? [])).admitted).toBe(false);
      }),
    );
  });

  it('is the whole limit in a fresh account and nothing in an empty one', () => {
    expect(largestFittingEpsilon(terms, NOTHING, eventsOf, options)).toBe(1);
    const over = curveOf({ kind: 'zcdp', rho: '50' });
    expect(largestFittingEpsilon(terms, over, eventsOf, options)).toBeNull();
    expect(largestFittingEpsilon(terms, NOTHING, () => null, options)).toBeNull();
  });
});
