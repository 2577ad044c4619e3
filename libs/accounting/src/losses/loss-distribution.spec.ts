import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coarsen, convolve, deltaAt, refine, truncate, type LossDistribution } from './loss-distribution.ts';
import { LossGrid } from './loss-grid.ts';

const atoms = fc
  .array(
    fc.record({
      loss: fc.double({ min: -3, max: 3, noNaN: true }),
      weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
    }),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((found) => {
    const sum = found.reduce((total, { weight }) => total + weight, 0);
    return found.map(({ loss, weight }) => ({ loss, mass: weight / sum }));
  });
const epsilons = Array.from({ length: 41 }, (_, index) => index / 10);

function distributionOf(found: readonly { loss: number; mass: number }[], points: number): LossDistribution {
  const grid = new LossGrid(-3, 3, points);
  for (const { loss, mass } of found) grid.add(loss, mass);
  return grid.toDistribution(0);
}

const exactDelta = (found: readonly { loss: number; mass: number }[], epsilon: number): number =>
  found.reduce((sum, { loss, mass }) => sum + mass * Math.max(0, -Math.expm1(epsilon - loss)), 0);

describe('a privacy loss distribution', () => {
  it('never has a smaller delta than the losses it was made from', () => {
    fc.assert(
      fc.property(atoms, fc.integer({ min: 4, max: 400 }), (found, points) => {
        const losses = distributionOf(found, points);
        for (const epsilon of epsilons)
          expect(deltaAt(losses, epsilon)).toBeGreaterThanOrEqual(exactDelta(found, epsilon) - 1e-15);
      }),
    );
  });

  it('would, if losses were rounded to the nearest grid point (control of the test above)', () => {
    const found = [{ loss: 0.26, mass: 1 }];
    const nearest: LossDistribution = { step: 0.25, first: 1, masses: Float64Array.of(1), infinite: 0 };
    expect(deltaAt(nearest, 0.1)).toBeLessThan(exactDelta(found, 0.1));
  });

  it('only grows when its grid gets coarser or its ends are cut, and stays when it gets finer', () => {
    fc.assert(
      fc.property(atoms, fc.double({ min: 0, max: 0.2, noNaN: true }), (found, tail) => {
        const losses = distributionOf(found, 60);
        for (const epsilon of epsilons) {
          const delta = deltaAt(losses, epsilon);
          expect(deltaAt(coarsen(losses), epsilon)).toBeGreaterThanOrEqual(delta - 1e-15);
          expect(deltaAt(truncate(losses, tail), epsilon)).toBeGreaterThanOrEqual(delta - 1e-15);
          expect(deltaAt(refine(losses, losses.step / 8), epsilon)).toBeCloseTo(delta, 12);
        }
      }),
    );
  });

  it('adds up like the losses of two independent releases', () => {
    fc.assert(
      fc.property(atoms, atoms, (left, right) => {
        const [a, b] = [distributionOf(left, 30), distributionOf(right, 30)];
        const both = convolve(a, b);
        for (const [index, mass] of both.masses.entries()) {
          const expected = a.masses.reduce((sum, one, at) => sum + one * (b.masses[index - at] ?? 0), 0);
          expect(mass).toBeCloseTo(expected, 12);
        }
        expect(both.first).toBe(a.first + b.first);
      }),
    );
  });
});
