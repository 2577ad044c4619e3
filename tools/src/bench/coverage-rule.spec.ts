import { describe, expect, it } from 'vitest';
import { type CountAnswer, TRUTH, coverage, judge, withoutNoise } from './coverage-rule.ts';

/** An answer whose counts are off by `error`, with intervals of half-width 100. */
const answer = (error: number): CountAnswer =>
  Object.fromEntries(
    Object.entries(TRUTH).map(([sex, count]) => [
      sex,
      { count: count + error, low: count + error - 100, high: count + error + 100 },
    ]),
  );
const answers = (outside: number): CountAnswer[] =>
  Array.from({ length: 200 }, (_, at) => answer(at < outside ? 101 : 50));

describe('the rule of coverage', () => {
  it.each([2, 10, 20])('accepts %s misses in 200', (outside) => {
    expect(judge(coverage(answers(outside))).passes).toBe(true);
  });

  it.each([0, 1, 21])('rejects %s misses in 200', (outside) => {
    expect(judge(coverage(answers(outside))).passes).toBe(false);
  });

  it('rejects answers without noise', () => {
    expect(judge(coverage(answers(10).map(withoutNoise))).passes).toBe(false);
  });
});
