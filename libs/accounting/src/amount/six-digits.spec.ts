import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ceilToSixDigits, floorToSixDigits, withinOneSixthDigit } from './six-digits.ts';

const scale = fc.double({ min: 1e-12, max: 1e18, noNaN: true });

describe('six significant digits', () => {
  it('writes plain decimals with all six digits', () => {
    expect(ceilToSixDigits(1)).toBe('1.00000');
    expect(ceilToSixDigits(12.34)).toBe('12.3400');
    expect(ceilToSixDigits(1_234_567)).toBe('1234570');
    expect(ceilToSixDigits(0.000123456789)).toBe('0.000123457');
    expect(ceilToSixDigits(9.9999999)).toBe('10.0000');
    expect(ceilToSixDigits(1.5e24)).toBe('1.5e+24');
  });

  it('is never below the value and at most one unit above it', () => {
    fc.assert(
      fc.property(scale, (value) => {
        const text = ceilToSixDigits(value);
        expect(Number(text)).toBeGreaterThanOrEqual(value);
        expect(Number(text)).toBeLessThanOrEqual(value * (1 + 1.0000001e-5));
        expect(text).toMatch(/^\d+(\.\d+)?$/);
        expect(text.replace('.', '').replace(/^0+|0+$/g, '').length).toBeLessThanOrEqual(6);
      }),
    );
  });

  it('rounds a rounded value to itself, and down never above the value', () => {
    fc.assert(
      fc.property(scale, (value) => {
        const text = ceilToSixDigits(value);
        expect(ceilToSixDigits(Number(text))).toBe(text);
        expect(floorToSixDigits(Number(text))).toBe(Number(text));
        expect(floorToSixDigits(value)).toBeLessThanOrEqual(value);
        expect(floorToSixDigits(value)).toBeGreaterThanOrEqual(value * (1 - 1.0000001e-5));
      }),
    );
  });

  it('tells one unit in the sixth digit from two', () => {
    expect(withinOneSixthDigit(12.3457, 12.3456)).toBe(true);
    expect(withinOneSixthDigit(12.3455, 12.3456)).toBe(true);
    expect(withinOneSixthDigit(12.3458, 12.3456)).toBe(false);
  });

  it('refuses what is not a scale', () => {
    for (const value of [0, -1, NaN, Infinity]) expect(() => ceilToSixDigits(value)).toThrow(RangeError);
  });
});
