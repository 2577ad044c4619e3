import { describe, expect, it } from 'vitest';
import { noiseTail, thresholdDeltaOf } from './threshold-delta.ts';

describe('the tail of integer noise', () => {
  it('is half of what is not zero at 1', () => {
    const scale = 2;
    const p = Math.exp(-1 / scale);
    expect(noiseTail({ kind: 'discrete_laplace', scale }, 1)).toBeCloseTo((1 - (1 - p) / (1 + p)) / 2, 10);
  });

  it('agrees between both formulas for Gaussian noise, the bound above', () => {
    for (const first of [600, 1200, 2400]) {
      const summed = noiseTail({ kind: 'discrete_gaussian', scale: 300 }, first);
      const bound = noiseTail({ kind: 'discrete_gaussian', scale: 300.0001 }, first);
      expect(bound / summed).toBeGreaterThan(1);
      expect(bound / summed).toBeLessThan(1.01);
    }
  });
});

describe('the delta of a threshold', () => {
  it.each([
    // opendp 0.16.0 states .0310 for keeping counts above T, but keeps counts from T on.
    [{ kind: 'discrete_laplace', scale: 2 }, 6, 1, 0.0511],
    [{ kind: 'discrete_laplace', scale: 2 }, 7, 1, 0.031],
    [{ kind: 'discrete_laplace', scale: 2 }, 7, 3, 0.0901],
  ] as const)('of %j at %i in %i groups', (noise, least, groups, delta) => {
    expect(thresholdDeltaOf(noise, least, groups)).toBeCloseTo(delta, 3);
  });

  it('is certain where everything is shown', () => {
    expect(thresholdDeltaOf({ kind: 'discrete_gaussian', scale: 1 }, 1, 1)).toBe(1);
  });
});
