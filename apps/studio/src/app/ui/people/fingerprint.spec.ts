import { describe, expect, it } from 'vitest';
import { askedGroups, digitsOf, groupsOf, ordinal } from './fingerprint.ts';

describe('a fingerprint', () => {
  it('is twelve groups, however they are written', () => {
    const text = Array.from({ length: 12 }, (_none, at) => String(10_000 + at)).join('-');
    expect(groupsOf(text)).toHaveLength(12);
    expect(groupsOf(text)[11]).toBe('10011');
  });

  it('is asked for at two different places', () => {
    for (const [first, second] of [
      [0, 0],
      [0.99, 0],
      [0.5, 0.99],
      [0.99, 0.99],
    ] as const) {
      const drawn = [first, second];
      const [low, high] = askedGroups(12, () => drawn.shift() ?? 0);
      expect(low).toBeLessThan(high);
      expect(high).toBeLessThan(12);
    }
  });

  it('may be pasted with blanks', () => {
    expect(digitsOf(' 31 521 ')).toBe('31521');
    expect([1, 2, 3, 4, 11, 12, 21].map(ordinal)).toEqual(['1st', '2nd', '3rd', '4th', '11th', '12th', '21st']);
  });
});
