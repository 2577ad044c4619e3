import { describe, expect, it } from 'vitest';
import { gapIn } from './chain.ts';

const rows = [
  { number: 4, previous: 'c', hash: 'd' },
  { number: 5, previous: 'd', hash: 'e' },
  { number: 6, previous: 'e', hash: 'f' },
];

describe('the chain of the record', () => {
  it('has no gap where each row names the one before', () => {
    expect(gapIn(rows, { number: 6, hash: 'f' })).toBeUndefined();
  });

  it.each([
    ['a row is missing', [rows[0]!, rows[2]!], 6],
    ['a row was changed', [rows[0]!, { ...rows[1]!, hash: 'x' }, rows[2]!], 6],
    [
      'the last row is not the head',
      [rows[0]!, { ...rows[1]!, number: 5, hash: 'x' }].concat({ ...rows[2]!, previous: 'x', hash: 'y' }),
      6,
    ],
  ])('shows where %s', (_what, changed, number) => {
    expect(gapIn(changed, { number: 6, hash: 'f' })).toBe(number);
  });
});
