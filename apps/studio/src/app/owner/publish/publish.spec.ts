import { DatasetDefinition } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { chanceText, factorText } from './budget-words.ts';
import { mergeCodeBook, readCodeBook } from './code-book.ts';
import { definitionFile } from './definition-file.ts';
import { amountsOf, definitionOf, tableOf } from './definition-of.ts';
import { isDraft, newColumn, newDraft, withNames, withoutSource, type Draft } from './draft.ts';
import { placeOf, stepOf } from './steps.ts';

const draft: Draft = {
  ...newDraft('new-1'),
  name: 'pums',
  path: 'survey/PUMS-2019.csv',
  nulls: '?, NA',
  account: 'pums',
  maxUnits: '10,000',
  columns: [
    { ...newColumn('age', 'integer'), lower: '0', upper: '120', source: 'law' },
    { ...newColumn('sex'), values: 'f\n m \n', source: 'form' },
    { ...newColumn('born', 'date'), lower: '1900-01-01', upper: '2020-12-31', source: 'known-range' },
    { ...newColumn('email'), role: 'identifier' },
  ],
};

describe('a draft', () => {
  it('becomes the definition that an owner would write', () => {
    const definition = DatasetDefinition.parse(definitionOf(draft));
    expect(definition).toMatchObject({
      name: 'pums',
      privacyLevel: 2,
      connector: { type: 'csv', path: 'survey/PUMS-2019.csv', options: { header: true, nullValues: ['?', 'NA'] } },
      budget: { epsilon: 4, delta: 1e-6 },
      limits: { epsilonPerRelease: 1, deltaPerRelease: 1e-7 },
    });
    expect(definition.tables['PUMS_2019']).toMatchObject({
      unit: { kind: 'row' },
      maxUnits: 10_000,
      columns: {
        age: { type: 'integer', lower: 0, upper: 120 },
        sex: { values: ['f', 'm'] },
        born: { lower: '1900-01-01' },
        email: { identifier: true },
      },
    });
  });

  it('of a file without names says its columns, and of a database no file', () => {
    expect(definitionOf({ ...draft, header: false }).connector.options?.columns).toEqual([
      'age',
      'sex',
      'born',
      'email',
    ]);
    const database = { ...draft, connector: 'postgresql' as const, host: 'db.example.org', port: '5432' };
    expect(definitionOf(database).connector).toEqual({ type: 'postgresql', host: 'db.example.org', port: 5432 });
  });

  it('sends what is no number as it was typed, so that its place is named', () => {
    const { error } = DatasetDefinition.safeParse(definitionOf({ ...draft, maxUnits: 'many' }));
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['tables.PUMS_2019.maxUnits']);
  });

  it('goes into a file with the source of each bound, which reads as the same definition', async () => {
    const text = await definitionFile(draft);
    expect(parse(text)).toEqual(definitionOf(draft));
    expect(text).toContain('# from a law or rule');
  });

  it('asks for the source of every bound and list, and of nothing else', () => {
    const columns = [...draft.columns, newColumn('free')].map((column) => ({ ...column, source: '' as const }));
    expect(withoutSource({ columns }).map(({ name }) => name)).toEqual(['age', 'sex', 'born']);
    expect(withoutSource(draft)).toEqual([]);
  });

  it('keeps what was written of columns whose names come again', () => {
    expect(withNames(draft.columns, ['sex', 'new', 'new']).map(({ name, values }) => [name, values])).toEqual([
      ['sex', 'f\n m \n'],
      ['new', ''],
    ]);
  });

  it('is taken from the browser only where it has its shape', () => {
    expect([isDraft(draft), isDraft({ ...draft, path: 3 }), isDraft({}), isDraft(null)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it.each([
    ['', 'a/b-c.csv', 'b_c'],
    ['', '2019.csv', 't2019'],
    ['people', 'x.csv', 'people'],
  ])('with the table %j of %s is asked as %s', (table, path, name) => {
    expect(tableOf({ ...draft, table, path })).toBe(name);
  });
});

describe('a code book', () => {
  it('gives types, bounds and lists, and tells what it could not read', () => {
    const { columns, misread } = readCodeBook('age, integer, 0, 120\nsex,string,f | m\n\nborn;date;1900-01-01\n');
    expect(columns).toMatchObject([
      { name: 'age', type: 'integer', lower: '0', upper: '120', source: 'code-book' },
      { name: 'sex', values: 'f\nm', source: 'code-book' },
      { name: 'born', type: 'date', lower: '1900-01-01', upper: '', source: 'code-book' },
    ]);
    expect(misread).toEqual([]);
  });

  it.each([
    ['has asthma,boolean', /letter or _/],
    ['x,colour', /colour is no type/],
    ['age, integer, 5, 1', /lower, 5, is above upper, 1/],
    ['age, integer, 0, 1.5', /1\.5 is not a whole number/],
    ['pay, float, 0, much', /much is not a number/],
    ['pay, integer, 0, 100,000', /numbers have no commas/],
    ['born, date, 2001-01-31, 1900-01-01', /above upper/],
    ['born, date, 1901, 5', /1901 is not a day/],
    ['sex, string, female, male', /with \| between/],
    ['first, integer', /first stands on line 1 already/],
  ])('has a line refused with what is wrong: %s', (line, wrong) => {
    const { columns, misread } = readCodeBook(`first, integer, 1, 9\n${line}\nlast, boolean`);
    expect(columns.map(({ name, upper }) => [name, upper])).toEqual([
      ['first', '9'],
      ['last', ''],
    ]);
    expect(misread).toEqual([{ line: 2, wrong: expect.stringMatching(wrong) as string }]);
  });

  it('takes the place of an earlier one, but for what was changed by hand', () => {
    const first = readCodeBook('agee,integer,0,9\nsex,string,f\nmine,integer,0,1').columns;
    const once = mergeCodeBook([newColumn('sex'), { ...newColumn('email'), role: 'identifier' }], first);
    const changed = once.map((column) =>
      column.name === 'mine' ? { ...column, upper: '7', book: '' as const } : column,
    );
    const twice = mergeCodeBook(changed, readCodeBook('age,integer,0,120').columns);
    expect(twice.map(({ name, values, upper, role }) => [name, values, upper, role])).toEqual([
      ['sex', '', '', ''],
      ['email', '', '', 'identifier'],
      ['mine', '', '7', ''],
      ['age', '', '120', ''],
    ]);
  });

  it('is taken over what was written, keeps roles, and adds what is new at the end', () => {
    const { columns } = readCodeBook('new,boolean\nage,integer,1,9');
    const merged = mergeCodeBook([{ ...newColumn('age'), role: 'target' }, newColumn('sex')], columns);
    expect(merged.map(({ name, upper, role }) => [name, upper, role])).toEqual([
      ['age', '9', 'target'],
      ['sex', '', ''],
      ['new', '', ''],
    ]);
  });
});

describe('a place in the definition', () => {
  it.each([
    ['name', 'connect'],
    ['connector.options.columns', 'connect'],
    ['tables.adult.columns.age.type', 'types'],
    ['tables', 'types'],
    ['tables.adult.columns.age', 'columns'],
    ['tables.adult.columns.age.upper', 'columns'],
    ['tables.adult columns.age line 3', 'columns'],
    ['tables.adult.unit.column', 'unit'],
    ['account', 'unit'],
    ['privacyLevel', 'level'],
    ['limits.epsilonPerRelease', 'budget'],
    ['groups', 'publish'],
  ])('%s is written on the step %s', (path, step) => {
    expect(stepOf(placeOf(path))).toBe(step);
  });
});

describe('a budget in words', () => {
  it.each([
    [0.1, '1.11'],
    [1, '2.72'],
    [4, '54.6'],
    [10, '22,100'],
    [1000, '10^435'],
    [0, 'unknown'],
    [NaN, 'unknown'],
  ])('makes by an epsilon of %f surer by at most %s', (epsilon, text) => expect(factorText(epsilon)).toBe(text));

  it('never says a smaller factor than it is', () => {
    for (let epsilon = 0.01; epsilon < 20; epsilon *= 1.07) {
      expect(Number(factorText(epsilon).replaceAll(',', '')), String(epsilon)).toBeGreaterThanOrEqual(
        Math.exp(epsilon),
      );
    }
  });

  it.each([
    [1e-7, '1 in 10 million'],
    [6e-7, '1 in 1.6 million'],
    [1e-5, '1 in 100,000'],
    [0.003, '1 in 333'],
    [NaN, 'unknown'],
  ])('holds apart from a chance of %f: %s', (delta, text) => expect(chanceText(delta)).toBe(text));

  it('has a tenth of its delta for one release, and no more epsilon than was written for one', () => {
    expect(amountsOf({ epsilon: '1,000', delta: '1e-6', releaseEpsilon: ' ' })).toEqual({
      life: { epsilon: 1000, delta: 1e-6 },
      release: { epsilon: 1000, delta: 1e-7 },
    });
    expect(amountsOf({ epsilon: '4', delta: '1e-6', releaseEpsilon: '0.5' }).release.epsilon).toBe(0.5);
  });
});
