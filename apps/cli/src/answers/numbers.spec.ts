import { describe, expect, it } from 'vitest';
import { bound, compact, grouped, percent } from './numbers.ts';

describe('numbers', () => {
  it.each([
    [0, '0'],
    [-1234567, '-1,234,567'],
    [1234.5678, '1,234.57'],
    ['123456789012345678901', '123,456,789,012,345,678,901'],
    [1e21, '1e+21'],
    [0.000001234, '0.000001234'],
  ])('%j is shown as %s', (value, shown) => {
    expect(grouped(value)).toBe(shown);
  });

  it('never show a negative zero', () => {
    expect(grouped(-0.001, 2)).toBe('0.00');
  });
});

describe('epsilon and delta', () => {
  it.each([
    [0.5, '0.5'],
    [1e-6, '1e-6'],
    [2.5e-7, '2.5e-7'],
    [10, '10'],
    [0, '0'],
  ])('%d is shown as %s', (value, shown) => {
    expect(compact(value)).toBe(shown);
  });
});

describe('per cent', () => {
  it.each([
    [0.00123, '0.12 %'],
    [0.5, '50 %'],
    [0.99957, '99.96 %'],
    [0.98987, '98.99 %'],
    [1, '100 %'],
    [0, '0 %'],
  ])('%d is shown as %s', (share, shown) => {
    expect(percent(share)).toBe(shown);
  });
});

describe('a bound in per cent', () => {
  it.each([
    [0.1235, '12.35 %'],
    [1 / 3, '33.3333 %'],
    [0.0001, '0.01 %'],
    [1, '100 %'],
  ])('%d is shown as %s', (share, shown) => {
    expect(bound(share)).toBe(shown);
  });
});
