import { describe, expect, it } from 'vitest';
import { TokenBuckets } from './token-buckets.ts';

describe('TokenBuckets', () => {
  const make = (keys = 10) => new TokenBuckets({ rate: 2, burst: 4, keys });

  it('allows the burst, then says how many seconds to wait', () => {
    const buckets = make();
    expect([1, 2, 3, 4].map(() => buckets.take('a', 0))).toEqual([0, 0, 0, 0]);
    expect(buckets.take('a', 0)).toBe(1);
  });

  it('fills at its rate and never above the burst', () => {
    const buckets = make();
    for (let count = 0; count < 4; count += 1) buckets.take('a', 0);
    expect(buckets.take('a', 500)).toBe(0);
    expect(buckets.take('a', 500)).toBe(1);
    const later = Array.from({ length: 6 }, () => buckets.take('a', 3_600_000));
    expect(later).toEqual([0, 0, 0, 0, 1, 1]);
  });

  it('keeps keys apart', () => {
    const buckets = make();
    for (let count = 0; count < 5; count += 1) buckets.take('a', 0);
    expect(buckets.take('b', 0)).toBe(0);
  });

  it('gives nothing away when the clock goes back', () => {
    const buckets = make();
    for (let count = 0; count < 4; count += 1) buckets.take('a', 10_000);
    expect(buckets.take('a', 0)).toBe(1);
  });

  it('has no limit at rate 0, and remembers nobody then', () => {
    const buckets = new TokenBuckets({ rate: 0, burst: 0, keys: 10 });
    expect(Array.from({ length: 1000 }, () => buckets.take('a', 0)).every((wait) => wait === 0)).toBe(true);
    expect(buckets.size).toBe(0);
  });

  it('remembers a bounded number of keys, the ones used last', () => {
    const buckets = make(3);
    for (let count = 0; count < 5; count += 1) buckets.take('busy', 0);
    for (let count = 0; count < 10_000; count += 1) {
      buckets.take(`key ${count}`, 0);
      expect(buckets.take('busy', 0)).toBe(1);
    }
    expect(buckets.size).toBe(3);
  });
});
