import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors/usage-error.ts';
import { readPrice } from './read-price.ts';

describe('a price', () => {
  it.each([
    ['5%', '5%'],
    ['2.5 %', '2.5%'],
    ['120', 120],
    ['.5', 0.5],
  ])('takes %j as an error', (given, error) => {
    expect(readPrice({ error: given })).toEqual({ epsilon: undefined, error, expect: undefined });
  });

  it.each(['0', '0%', '-5%', '%', 'five', '1e999', '5%%', ''])('calls %j a usage error', (error) => {
    expect(() => readPrice({ error })).toThrow(UsageError);
  });

  it.each(['1e-30', '9e-17'])('of epsilon %s could never be admitted: a usage error that says so', (epsilon) => {
    expect(() => readPrice({ epsilon })).toThrow(UsageError);
    expect(() => readPrice({ epsilon })).toThrow('no question could be admitted');
    expect(readPrice({ epsilon: '1e-16' }).epsilon).toBe(1e-16);
  });

  it('is one of the two, not both', () => {
    expect(() => readPrice({ epsilon: '0.5', error: '5%' })).toThrow('--epsilon and --error');
  });
});
