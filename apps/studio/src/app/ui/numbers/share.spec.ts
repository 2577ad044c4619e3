import { describe, expect, it } from 'vitest';
import { boundText, epsilonText, leftText, moreText, shareText } from './share.ts';

describe('a share of the account', () => {
  it.each([
    [0.0066, '0.66 %'],
    [0.062, '6.2 %'],
    [0.123, '12 %'],
    [0.00005, 'under 0.01 %'],
    [0, '0 %'],
  ])('%d reads %s', (share, text) => {
    expect(shareText(share)).toBe(text);
  });

  it.each([
    [0.125, '12.5 %'],
    [0.1235, '12.35 %'],
    [0.00005, 'under 0.01 %'],
  ])('%d as a bound reads %s', (share, text) => {
    expect(boundText(share)).toBe(text);
  });

  it.each([
    [1, '100.0 %'],
    [0.99999, '99.9 %'],
    [0.617, '61.7 %'],
    [0, '0.0 %'],
    [-1e-9, '0.0 %'],
  ])('%d of it left reads %s', (share, text) => {
    expect(leftText(share)).toBe(text);
  });

  it.each([
    [93, '93'],
    [293, '290'],
    [1299, '1,200'],
    [99.9, '99'],
  ])('%d more rounds down to %s', (more, text) => {
    expect(moreText(more)).toBe(text);
  });

  it.each([
    [0.7, '0.70'],
    [1, '1'],
    [0.0307, '0.031'],
    [1e-5, '1.0e-5'],
  ])('epsilon %d reads %s', (epsilon, text) => {
    expect(epsilonText(epsilon)).toBe(text);
  });
});
