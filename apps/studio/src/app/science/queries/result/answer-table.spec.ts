import type { QueryAnswer } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { drawable, holdsNull, orderedByNoise, pointsOf, shownRows } from './answer-table.ts';
import { csvOf } from './export.ts';

const answer = (given: Partial<QueryAnswer>): QueryAnswer => ({
  job: null,
  state: 'released',
  columns: [
    { name: 'sex', type: 'string', noisy: false },
    { name: 'n', type: 'integer', noisy: true },
    { name: 'a', type: 'float', noisy: true },
  ],
  rows: [
    ['Female', 10_764, 36.4182],
    [null, -3, null],
  ],
  intervals: [
    [null, [10_742, 10_786], [36.2, 36.6]],
    [null, [-25, 19], null],
  ],
  confidence: 0.95,
  spent: { epsilon: 0.5, delta: 0, share: 0.001 },
  remaining: { share: 1, more: 10 },
  reused: false,
  check: 'green',
  ...given,
});

describe('an answer as it is shown', () => {
  it('gives noisy numbers their half-width, and leaves words and NULL as they are', () => {
    const [first, second] = shownRows(answer({}));
    expect(first?.map(({ text, halfWidth }) => [text, halfWidth])).toEqual([
      ['Female', undefined],
      ['10,764', '22'],
      ['36.42', '0.22'],
    ]);
    expect(second?.[0]?.text).toBe('NULL');
    expect(second?.[1]).toMatchObject({ text: '−3', halfWidth: '22' });
  });

  it('tells a group without a value from a noisy number that could not be made', () => {
    const rows = (...cells: QueryAnswer['rows'][number][]): QueryAnswer => answer({ rows: cells });
    const both = (given: QueryAnswer): boolean[] => [holdsNull(given, false), holdsNull(given, true)];
    expect(both(answer({}))).toEqual([true, true]);
    expect(both(rows(['Female', 5, null]))).toEqual([false, true]);
    expect(both(rows([null, 5, 1]))).toEqual([true, false]);
    expect(both(rows(['Female', 5, 1]))).toEqual([false, false]);
  });

  it('says where an interval is open', () => {
    const open = answer({ rows: [['x', 5, 1]], intervals: [[null, [null, 9], [0, 2]]] });
    expect(shownRows(open)[0]?.[1]?.tooNoisy).toBe(true);
  });

  it('draws noisy numbers in the order of the table, hollow where zero is inside', () => {
    expect(drawable(answer({})).map(({ name }) => name)).toEqual(['n', 'a']);
    expect(pointsOf(answer({}), 1).map(({ name, hollow }) => [name, hollow])).toEqual([
      ['Female', false],
      ['NULL', true],
    ]);
    expect(pointsOf(answer({}), 2)).toHaveLength(1);
  });

  it.each([
    [
      'by a noisy number',
      [
        ['b', 9],
        ['a', 5],
        ['c', 2],
      ],
      true,
    ],
    [
      'by a noisy number that rises, with equals',
      [
        ['b', 1],
        ['a', 5],
        ['c', 5],
      ],
      true,
    ],
    [
      'by its group',
      [
        ['a', 9],
        ['b', 5],
        ['c', 2],
      ],
      false,
    ],
    [
      'by nothing',
      [
        ['b', 5],
        ['a', 9],
        ['c', 2],
      ],
      false,
    ],
    [
      'by chance, being two',
      [
        ['b', 5],
        ['a', 9],
      ],
      false,
    ],
  ] as const)('knows rows that stand in an order %s', (_, rows, expected) => {
    const columns = answer({}).columns.slice(0, 2);
    const given = answer({ columns, rows: rows.map((row) => [...row]) });
    expect(orderedByNoise(given, 'SELECT a, n FROM t ORDER\n BY n')).toBe(expected);
    expect(orderedByNoise(given, 'SELECT a, COUNT(*) AS n FROM t GROUP BY a')).toBe(false);
  });

  it('is exported with all digits and both ends', () => {
    expect(csvOf(answer({})).split('\r\n').slice(0, 3)).toEqual([
      'sex,n,n_low,n_high,a,a_low,a_high',
      'Female,10764,10742,10786,36.4182,36.2,36.6',
      ',-3,-25,19,,,',
    ]);
  });

  it('exports no text that a spreadsheet would run', () => {
    const hostile = answer({ rows: [['=HYPERLINK("x")', 1, 1]], intervals: [[null, [0, 2], [0, 2]]] });
    expect(csvOf(hostile)).toContain(`"'=HYPERLINK(""x"")"`);
  });
});
