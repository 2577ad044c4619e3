import { DatasetDefinition } from '@dq0/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { definitionYaml, withoutColumnDefaults } from './write-definition.ts';

const identifier = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/).filter((name) => name !== '__proto__');
const slug = fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/);
/** Texts that YAML could take for something else, or break its lines. */
const text = fc.oneof(
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc.constantFrom('true', 'no', '1e5', '2001-01-01', 'null', '~', '- a', '# b', 'a: b', '"', "'", '<=50K', '', ' x '),
);
const count = fc.integer({ min: 1, max: 2 ** 40 });
const shared = {
  nullable: fc.boolean(),
  identifier: fc.boolean(),
  hidden: fc.boolean(),
  target: fc.boolean(),
  description: fc.option(text, { nil: undefined }),
};
const ordered = <T extends { lower: number | string; upper: number | string }>({ lower, upper }: T): boolean =>
  lower <= upper;
const finite = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map((number) => (Object.is(number, -0) ? 0 : number));
const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const column = fc.oneof(
  fc.record({ type: fc.constant('boolean'), ...shared }),
  fc
    .record({ type: fc.constant('integer'), lower: fc.maxSafeInteger(), upper: fc.maxSafeInteger(), ...shared })
    .filter(ordered),
  fc.record({ type: fc.constant('float'), digits: fc.nat(9), lower: finite, upper: finite, ...shared }).filter(ordered),
  fc.record({ type: fc.constant('decimal'), scale: fc.nat(9), ...shared }),
  fc.record({
    type: fc.constant('string'),
    values: fc.uniqueArray(text, { minLength: 1, maxLength: 8 }),
    other: fc.boolean(),
    ...shared,
  }),
  fc.record({ type: fc.constant('date'), lower: day.map((date) => date.toISOString().slice(0, 10)), ...shared }),
  fc.record({ type: fc.constant('timestamp'), upper: day.map((date) => date.toISOString()), ...shared }),
);
const unit = fc.oneof(
  fc.constantFrom({ kind: 'row' }, { kind: 'public' }),
  fc.record({ kind: fc.constant('column'), column: identifier, maxGroups: count, maxRows: count }),
  fc.record({
    kind: fc.constant('path'),
    via: fc.array(text, { minLength: 1, maxLength: 3 }),
    maxGroups: count,
    maxRows: count,
  }),
);
const table = fc.record({
  source: fc.option(text, { nil: undefined }),
  unit,
  maxUnits: count,
  minUnits: count,
  keys: fc.array(fc.array(identifier, { minLength: 1, maxLength: 3 }), { maxLength: 2 }),
  synthesis: fc.boolean(),
  columns: fc.dictionary(identifier, column, { minKeys: 1, maxKeys: 6 }),
});
const definition = fc
  .record({
    apiVersion: fc.constant('dq0/v1'),
    kind: fc.constant('Dataset'),
    name: slug,
    description: text,
    tags: fc.array(text, { maxLength: 4 }),
    privacyLevel: fc.constantFrom(0, 1, 2),
    publicMetadata: fc.boolean(),
    connector: fc.record({
      type: fc.constant('csv'),
      path: fc.constantFrom('a.csv', 'folder/b c.csv', 'é.csv'),
      options: fc.record({
        delimiter: fc.constantFrom(',', ';', '\t', '|', '#'),
        nullValues: fc.array(text, { maxLength: 4 }),
      }),
    }),
    account: slug,
    budget: fc.record({
      epsilon: fc.double({ min: 1e-3, max: 1000, noNaN: true }),
      delta: fc.constantFrom(1e-6, 1e-9, 0.01),
    }),
    timing: fc.constantFrom('deadline', 'fast'),
    version: fc.integer({ min: 1, max: 1000 }),
    tables: fc.dictionary(identifier, table, { minKeys: 1, maxKeys: 3 }),
  })
  .map((value) => DatasetDefinition.parse(value));

describe('a definition that is written', () => {
  it('is read back as the same', () => {
    fc.assert(
      fc.property(definition, (value) => {
        expect(DatasetDefinition.parse(parse(definitionYaml(withoutColumnDefaults(value))))).toEqual(value);
      }),
      { numRuns: 200 },
    );
  });

  it('has a line for each column, and only what its owner decided', () => {
    const value = DatasetDefinition.parse({
      apiVersion: 'dq0/v1',
      kind: 'Dataset',
      name: 'clinic',
      connector: { type: 'csv', path: 'visits.csv' },
      account: 'clinic',
      budget: { epsilon: 3, delta: 1e-7 },
      tables: { visits: { unit: { kind: 'row' }, maxUnits: 500, columns: { cost: { type: 'integer', lower: 0 } } } },
    });
    const yaml = definitionYaml(withoutColumnDefaults(value), ['one', 'two\nthree: 3']);
    expect(yaml).toContain('\n      cost: { type: integer, lower: 0 }\n');
    expect(yaml).toContain('# one\n# two\\u000athree: 3\n');
    expect(DatasetDefinition.parse(parse(yaml))).toEqual(value);
  });
});
