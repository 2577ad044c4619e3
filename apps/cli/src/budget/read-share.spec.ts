import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors/usage-error.ts';
import { readShare } from './read-share.ts';

describe('a part of an account', () => {
  it.each([
    ['0.25', 0.25],
    ['.5', 0.5],
    ['25%', 0.25],
    ['12.5 %', 0.125],
    ['0', 0],
    ['1', 1],
    ['100%', 1],
  ])('is %s', (given, share) => {
    expect(readShare(given)).toBe(share);
  });

  it.each(['', '-0.1', '1.5', '25', '101%', 'half', '1e-1', '%'])('is not "%s"', (given) => {
    expect(() => readShare(given)).toThrow(UsageError);
  });
});
