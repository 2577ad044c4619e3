import { describe, expect, it } from 'vitest';
import { leftOverTime } from './burn-down.ts';

const spend = (time: string, share: number, state = 'charged') => ({ time, share, state });

describe('what was left over time', () => {
  it('goes down by each spend, oldest first, to what is left now', () => {
    const steps = leftOverTime([spend('2026-11-02T00:00:00Z', 0.2), spend('2026-11-01T00:00:00Z', 0.1)], 0.7);
    expect(steps.map(({ left }) => Number(left.toFixed(6)))).toEqual([1, 0.9, 0.7]);
    expect(steps[0]!.time).toBeLessThan(steps[1]!.time);
  });

  it('leaves out what came back', () => {
    const steps = leftOverTime(
      [spend('2026-11-02T00:00:00Z', 0.2, 'refunded'), spend('2026-11-01T00:00:00Z', 0.1)],
      0.9,
    );
    expect(steps.map(({ left }) => Number(left.toFixed(6)))).toEqual([1, 0.9, 0.9]);
  });

  it('is empty where nothing was spent', () => {
    expect(leftOverTime([], 1)).toEqual([]);
  });
});
