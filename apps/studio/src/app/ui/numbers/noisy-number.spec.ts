import { describe, expect, it } from 'vitest';
import { exactText, halfWidthOf, halfWidthText, noisyText } from './noisy-number.ts';

describe('a noisy number', () => {
  it.each([
    [40.5812, 0.1412, '40.58', '0.14'],
    [47.03, 3.6, '47.0', '3.6'],
    [29, 30, '29', '30'],
    [10_764, 22, '10,764', '22'],
    [32_561, 1234, '32,600', '1,200'],
    [1.23456, 0.0996, '1.23', '0.10'],
    [-4.2, 9.4, '−4.2', '9.4'],
    [-0.2, 30, '0', '30'],
  ])('%d with %d reads %s ± %s', (value, halfWidth, text, half) => {
    expect(noisyText(value, halfWidth)).toEqual({ value: text, halfWidth: half });
  });

  it('has no half-width where an end is open', () => {
    expect(noisyText(5, halfWidthOf(5, [null, 9])).halfWidth).toBeUndefined();
    expect(noisyText(5, halfWidthOf(5, null)).halfWidth).toBeUndefined();
  });

  it('takes the wider side, and reads big integers written as text', () => {
    expect(halfWidthOf(10, [9, 14])).toBe(4);
    expect(halfWidthOf(10, ['2', '12'])).toBe(8);
  });

  it('groups exact numbers and leaves their digits', () => {
    expect(exactText(1234567.5)).toBe('1,234,567.5');
    expect(halfWidthText(34)).toBe('34');
  });
});
