import { DatasetDefinition } from '@dq0/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { definitionYaml } from '../definition/write-definition.ts';
import { UsageError } from '../errors/usage-error.ts';
import { importDefinition } from './import-definition.ts';
import { NOTATIONS } from './source-tree.ts';

const WORDS = [
  ...['name', 'description', 'tags', 'type', 'data_type_name', 'privacy_level', 'metadata_is_public', 'privacy_column'],
  ...['connection', 'uri', 'type_name', 'host', 'port', 'rows', 'rows_exact', 'row_privacy', 'max_ids', 'private_id'],
  ...['lower', 'upper', 'nullable', 'cardinality', 'allowed_values', 'mask', 'is_target', 'synth_allowed', 'sep'],
  ...['na_values', 'header_columns', 'header_row', 'use_original_header', 'budget_epsilon', 'budget_delta', 'engine'],
  ...['missing_value', 'sensitivity', 'permissions', 'age', 'A-b', '__proto__', 'constructor', '', '1x'],
];
const value = fc.oneof(
  fc.constantFrom<unknown>('int', 'float', 'string', 'boolean', 'datetime', 'csv', 'postgresql', 'a.csv', 'yes', '1e3'),
  fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 2.5, 1e300, 100, '2001-01-01', '2001-13-45', [], {}, [
    'a',
    'a',
  ]),
  fc.anything({ maxDepth: 2, values: [fc.string(), fc.double(), fc.boolean(), fc.constant(null)] }),
);
const members = fc.dictionary(fc.constantFrom(...WORDS), value, { maxKeys: 8 });
const columns = fc.dictionary(fc.constantFrom('age', 'A-b', 'a b', 'id', '__proto__', 'x'), members, { maxKeys: 4 });
const mixed = (inner: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.tuple(inner, members).map(([nested, beside]) => ({ ...beside, ...nested }));
const tables = fc.dictionary(fc.constantFrom('t', 'T', 'u-1'), mixed(columns), { maxKeys: 3 });
const schemas = fc.dictionary(fc.constantFrom('s', ''), mixed(tables), { maxKeys: 2 });
const groups = fc.dictionary(fc.constantFrom('data', 'connector', 'private_sql', 'differential_privacy'), members);
const node = (type: string, below: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.dictionary(fc.constantFrom(type, `${type}_1`), fc.record({ attributes: groups, child_nodes: below }), {
    maxKeys: 2,
  });
const tree = node('dataset', node('database', node('schema', node('table', node('column', fc.constant({}))))));
/** Sources that are near enough to a definition that some of them become one. */
const TYPES = ['int', 'float', 'string', 'boolean', 'datetime'];
const likely = fc
  .dictionary(fc.constantFrom('age', 'A-b', 'x'), fc.tuple(fc.constantFrom(...TYPES), members), { minKeys: 1 })
  .map((typed) => Object.entries(typed).map(([name, [type, beside]]) => [name, { ...beside, type }] as const))
  .map((typed) => ({ d: { s: { t: { row_privacy: true, rows: 5, ...Object.fromEntries(typed) } } } }));
const source = fc.oneof(
  likely,
  mixed(schemas),
  fc.dictionary(fc.constantFrom('', 'd'), schemas, { minKeys: 1, maxKeys: 1 }),
  tree.map((simple) => ({ meta_dataset: { format: 'simple', node: simple } })),
  fc.anything(),
);
const decisions = fc.constantFrom({}, { account: 'a', epsilon: 1, delta: 1e-6, path: 'a.csv' });

describe('any source at all', () => {
  it('is a usage error, or gives what is a definition exactly where it says so', () => {
    let complete = 0;
    fc.assert(
      fc.property(source, fc.constantFrom(undefined, ...NOTATIONS), decisions, (from, notation, decided) => {
        let imported;
        try {
          imported = importDefinition(from, { notation, fileName: 'f', decisions: decided });
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
          return;
        }
        const { definition, valid, findings } = imported;
        const written: unknown = parse(definitionYaml(definition));
        if (valid) complete += 1;
        expect(DatasetDefinition.safeParse(written).success || !valid).toBe(true);
        expect(findings.some(({ kind }) => kind === 'gap')).toBe(!valid);
      }),
      { numRuns: 1500 },
    );
    expect(complete).toBeGreaterThan(0);
  });
});
