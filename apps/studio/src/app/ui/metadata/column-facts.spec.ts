import { describe, expect, it } from 'vitest';
import { boundsText, exampleQuestions, groupText, listedValues, type ColumnFacts } from './column-facts.ts';

const column = (given: Partial<ColumnFacts>): ColumnFacts => ({
  name: 'c',
  type: 'integer',
  nullable: false,
  ...given,
});

describe('what is published of a column', () => {
  it.each([
    [column({ lower: 0, upper: 99_999 }), '0 to 99,999', 'in buckets'],
    [column({ lower: 17, upper: 90 }), '17 to 90', 'listed, 74 groups'],
    [column({ type: 'string', values: ['Female', 'Male'], nullable: true }), 'Female, Male', 'listed, 3 groups'],
    [column({ type: 'string' }), 'open list', 'by threshold: only groups of enough people'],
    [column({ type: 'string', identifier: true }), 'open list', 'identifies people; cannot be grouped by'],
    [column({ type: 'date' }), 'no bounds', 'in buckets'],
  ])('reads in words', (facts, bounds, groups) => {
    expect(boundsText(facts)).toBe(bounds);
    expect(groupText(facts).text).toBe(groups);
  });

  it('names the values of a short list one by one', () => {
    expect(listedValues(column({ values: ['f', 'm'] }))).toEqual(['f', 'm']);
    expect(listedValues(column({ values: ['1', '2', '3', '4', '5'] }))).toEqual([]);
  });

  it('makes example questions of columns that may be used', () => {
    const columns = [
      column({ name: 'id', identifier: true, lower: 0, upper: 9 }),
      column({ name: 'age', lower: 0, upper: 99 }),
    ];
    expect(exampleQuestions('people', { unit: 'row', maxUnits: 10, columns }).map(({ sql }) => sql)).toEqual([
      'SELECT COUNT(*) AS people\nFROM people',
    ]);
    const sex = column({ name: 'sex', type: 'string', values: ['f', 'm'] });
    const sqls = exampleQuestions('people', { unit: 'row', maxUnits: 10, columns: [...columns, sex] }).map(
      ({ sql }) => sql,
    );
    expect(sqls[2]).toContain('AVG(age)');
  });
});
