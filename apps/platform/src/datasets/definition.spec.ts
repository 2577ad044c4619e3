import { DatasetDefinition, type DatasetDefinitionInput } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { aDefinition } from '../../testing/jobs/census.ts';
import { readDefinition } from './definition-problems.ts';
import { contradictions, warnings } from './definition-rules.ts';

const adult = aDefinition().tables['adult'];
const mistakes = (value: unknown) => {
  const read = readDefinition(value);
  return 'problems' in read ? read.problems : contradictions(read.definition);
};

describe('a mistake in a definition', () => {
  it.each<[string, unknown, string, RegExp, string | undefined]>([
    ['a missing name', { ...aDefinition(), name: undefined }, 'name', /string/, 'census'],
    ['a name with blanks', aDefinition({ name: 'My Data' }), 'name', /lower-case letter/, 'census'],
    ['another version', { ...aDefinition(), apiVersion: 'v2' }, 'apiVersion', /dq0\/v1/, 'dq0/v1'],
    ['a word too many', { ...aDefinition(), colour: 'red' }, 'definition', /unknown: colour/, undefined],
    ...['"', '\n', '\0', ';;', ''].map((delimiter): [string, unknown, string, RegExp, string] => [
      `a delimiter ${JSON.stringify(delimiter)}`,
      aDefinition({ connector: { type: 'csv', path: 'a.csv', options: { delimiter } } }),
      'connector.options.delimiter',
      /one character/,
      '";"',
    ]),
    [
      'an absolute path',
      aDefinition({ connector: { type: 'csv', path: '/etc/passwd' } }),
      'connector.path',
      /data root/,
      'folder/file.csv',
    ],
    [
      'a path with a character that no file name has',
      aDefinition({ connector: { type: 'csv', path: 'a\u0000b' } }),
      'connector.path',
      /data root.*control/,
      'folder/file.csv',
    ],
    [
      'a description with a character that no text has',
      aDefinition({ description: 'the census\u0000' }),
      'description',
      /text without control characters/,
      'UCI Adult, extract of the 1994 census',
    ],
    ['a tag of two lines', aDefinition({ tags: ['census', 'in\ncome'] }), 'tags.1', /one line/, '[census, income]'],
    [
      'a column whose description drives a terminal',
      table({ columns: { age: { type: 'integer', description: '\u001b[2J' } } }),
      'tables.adult.columns.age.description',
      /text without control characters/,
      'UCI Adult, extract of the 1994 census',
    ],
    [
      'a value with a bell',
      table({ columns: { sex: { type: 'string', values: ['Female', 'Male\u0007'] } } }),
      'tables.adult.columns.sex.values.1',
      /text without control characters/,
      'Female',
    ],
    ['a version of nothing', { ...aDefinition(), version: 0 }, 'version', /more than 0/, '1'],
    ['a flag that is a text', { ...aDefinition(), publicMetadata: 'maybe' }, 'publicMetadata', /boolean/, 'true'],
    [
      'a day that no calendar has',
      table({ columns: { joined: { type: 'date', upper: '2001-02-31' } } }),
      'tables.adult.columns.joined.upper',
      /date/,
      '2001-01-31',
    ],
    ['no path', aDefinition({ connector: { type: 'csv' } }), 'connector.path', /data root/, 'folder/file.csv'],
    ['an unknown source', { ...aDefinition(), connector: { type: 'fax' } }, 'connector.type', /csv or parquet/, 'csv'],
    [
      'a budget of nothing',
      aDefinition({ budget: { epsilon: 0, delta: 1e-6 }, limits: undefined }),
      'budget.epsilon',
      /more than 0/,
      '10',
    ],
    [
      'a limit above the budget',
      aDefinition({ limits: { epsilonPerRelease: 11, deltaPerRelease: 1e-7 } }),
      'limits.epsilonPerRelease',
      /at most.*10/,
      '10',
    ],
    [
      'a delta above the budget',
      aDefinition({ limits: { epsilonPerRelease: 1, deltaPerRelease: 1e-5 } }),
      'limits.deltaPerRelease',
      /at most/,
      '0.000001',
    ],
    [
      'a budget that admits nothing',
      aDefinition({
        budget: { epsilon: 1e-6, delta: 1e-9 },
        limits: { epsilonPerRelease: 1e-6, deltaPerRelease: 1e-10 },
      }),
      'budget.epsilon',
      /nothing could ever be admitted/,
      '10',
    ],
    [
      'a unit that is no column',
      table({ unit: { kind: 'column', column: 'id', maxGroups: 1, maxRows: 1 } }),
      'tables.adult.unit.column',
      /column of this table/,
      'person_id',
    ],
    [
      'a key of unknown columns',
      table({ keys: [['age', 'id']] }),
      'tables.adult.keys.0',
      /columns of this table/,
      '[[person_id]]',
    ],
    [
      'bounds the wrong way',
      table({ columns: { age: { type: 'integer', lower: 9, upper: 1 } } }),
      'tables.adult.columns.age',
      /lower must not be above upper/,
      '{ type: integer, lower: 17, upper: 90 }',
    ],
    [
      'a column that the file lacks',
      table({ columns: { wage: { type: 'string' } } }),
      'tables.adult.columns.wage',
      /connector\.options\.columns/,
      '{ type: integer, lower: 17, upper: 90 }',
    ],
    [
      'a file without header or columns',
      aDefinition({ connector: { type: 'csv', path: 'a.csv', options: { header: false } } }),
      'connector.options.columns',
      /no header/,
      '[age, sex, income]',
    ],
  ])('is named with path, expectation and example: %s', (_what, value, path, message, example) => {
    const found = mistakes(value);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ path, message: expect.stringMatching(message) as string });
    expect(found[0]?.example).toBe(example);
  });

  it('is no line break or tab in a description, and no mark of a script that runs from right to left', () => {
    expect(mistakes(aDefinition({ description: 'The census.\r\n\tאבג\u200f 1994.', tags: ['אבג'] }))).toEqual([]);
  });

  it.each<[string[], string, RegExp]>([
    [['visit visits.id'], 'tables.drugs.unit.via.0', /column -> table\.column/],
    [['nothing -> visits.id'], 'tables.drugs.unit.via.0', /column of drugs/],
    [['visit -> nowhere.id'], 'tables.drugs.unit.via.0', /table of this data set/],
    [['visit -> visits.nothing'], 'tables.drugs.unit.via.0', /table of this data set/],
    [['visit -> visits.id', 'visit -> people.id'], 'tables.drugs.unit.via.1', /column of visits/],
    [['visit -> visits.id'], 'tables.drugs.unit.via', /visits has none/],
    [['visit -> visits.id', 'person -> people.id'], '', /./],
  ])('in the path of a unit is named with its step: %j', (via, path, message) => {
    const integer = { type: 'integer' as const };
    const caps = { maxGroups: 1, maxRows: 1 };
    const unit = { kind: 'path' as const, ...caps };
    const of = (given: object, ...names: string[]) =>
      ({ maxUnits: 9, unit: given, columns: Object.fromEntries(names.map((name) => [name, integer])) }) as never;
    const tables = {
      drugs: of({ ...unit, via }, 'visit', 'dose'),
      visits: of({ ...unit, via: ['person -> people.id'] }, 'id', 'person'),
      people: of({ kind: 'column', column: 'id', ...caps }, 'id'),
    };
    const found = mistakes(aDefinition({ connector: { type: 'parquet', path: 'clinic' }, tables }));
    expect(found).toMatchObject(path === '' ? [] : [{ path, message: expect.stringMatching(message) as string }]);
  });

  it('refuses tables that count different units', () => {
    const person = { ...adult, unit: { kind: 'column', column: 'age', maxGroups: 1, maxRows: 1 } } as never;
    const value = aDefinition({ tables: { adult: adult as never, person } });
    expect(mistakes(value)).toMatchObject([{ path: 'tables' }]);
  });

  it('is not seen where there is none', () => {
    expect(mistakes(aDefinition())).toEqual([]);
    expect(warnings(DatasetDefinition.parse(aDefinition()))).toEqual([]);
  });
});

describe('what queries will refuse', () => {
  it('is a sum without bounds, and not of the column that names the units', () => {
    const unit = { kind: 'column', column: 'id', maxGroups: 1, maxRows: 1 } as const;
    const columns = { id: { type: 'integer' }, age: { type: 'integer', lower: 17 } } as const;
    const definition = DatasetDefinition.parse({
      ...table({ unit, columns }),
      connector: { type: 'csv', path: 'a.csv' },
    });
    expect(warnings(definition).map(({ path }) => path)).toEqual(['tables.adult.columns.age']);
  });
});

function table(changes: Partial<DatasetDefinitionInput['tables'][string]>): DatasetDefinitionInput {
  return aDefinition({ tables: { adult: { ...adult, ...changes } as never } });
}
