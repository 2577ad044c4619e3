import type { QueryAnswer } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { renderAnswer } from './render-answer.ts';

const released: QueryAnswer = {
  job: '0198c0de-0000-7000-8000-000000000001',
  state: 'released',
  columns: [
    { name: 'sex', type: 'string', noisy: false },
    { name: 'people', type: 'integer', noisy: true },
  ],
  rows: [
    ['Female', 10_764],
    ['Male', 21_790],
  ],
  intervals: [
    [null, [10_742, 10_786]],
    [null, [21_768, 21_812]],
  ],
  confidence: 0.95,
  spent: { epsilon: 0.5, delta: 1e-7, share: 0.001 },
  remaining: { share: 0.9990123, more: 350 },
  reused: false,
  check: 'green',
};

describe('an answer', () => {
  it('is a table with intervals, then what it cost and what remains', () => {
    expect(renderAnswer(released)).toBe(
      [
        'sex                 people',
        'Female  10,764 ± 22 (95 %)',
        'Male    21,790 ± 22 (95 %)',
        '',
        'Spent epsilon 0.5 (delta 1e-7), 0.1 % of the budget. 99.9 % remain, enough for about 350 more like this.',
      ].join('\n'),
    );
  });

  it('rounds decimals to what the noise leaves, and lines up at the sign', () => {
    const columns: QueryAnswer['columns'] = [{ name: 'average_age', type: 'decimal', noisy: true }];
    const rows = [[38.58164732], [9.2]];
    const intervals: QueryAnswer['intervals'] = [[[38.45, 38.71]], [[7.2, 11.2]]];
    expect(
      renderAnswer({ ...released, columns, rows, intervals })
        .split('\n')
        .slice(1, 3),
    ).toEqual(['38.58 ± 0.13 (95 %)', '  9.2 ±  2.0 (95 %)']);
  });

  it('shows an interval as it is where the value is not in its middle', () => {
    const columns: QueryAnswer['columns'] = [{ name: 'ratio', type: 'float', noisy: true }];
    const [, line] = renderAnswer({ ...released, columns, rows: [[2]], intervals: [[[1, 9]]] }).split('\n');
    expect(line).toBe('2.0   [1.0, 9.0] (95 %)');
  });

  it('keeps integers beyond 2^53 exact', () => {
    const columns: QueryAnswer['columns'] = [{ name: 'sum', type: 'integer', noisy: true }];
    const rows = [['9007199254740993']];
    const intervals: QueryAnswer['intervals'] = [[['9007199254740893', '9007199254741093']]];
    expect(renderAnswer({ ...released, columns, rows, intervals })).toContain('9,007,199,254,740,993 ± 100 (95 %)');
  });

  it('shows NULL, and values of owners without their control characters', () => {
    const rows = [['a\u001b[31m', null]];
    const text = renderAnswer({ ...released, rows, intervals: [[null, null]] });
    expect(text).toContain('NULL');
    expect(text).toContain('a\\u001b[31m');
  });

  it('says that mock data cost nothing', () => {
    expect(renderAnswer({ ...released, log: ['planned'] })).toContain('nothing was spent');
  });
});
