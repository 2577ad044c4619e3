import { DatasetDefinition } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { UsageError } from '../errors/usage-error.ts';
import type { Decisions } from './dataset-facts.ts';
import type { FindingKind } from './finding.ts';
import { importDefinition, type Imported } from './import-definition.ts';

const COMPLETE: Decisions = { account: 'clinic', epsilon: 3, delta: 1e-7, path: 'visits.csv' };

function imported(yaml: string, decisions: Decisions = {}): Imported {
  return importDefinition(parse(yaml), { fileName: 'Source File', decisions });
}

const pathsOf = ({ findings }: Imported, kind: FindingKind): string[] =>
  findings.filter((finding) => finding.kind === kind).map(({ path }) => path);
const tableOf = ({ definition }: Imported, name: string): Record<string, unknown> =>
  (definition['tables'] as Record<string, Record<string, unknown>>)[name] ?? {};

const SMARTNOISE = `
Clinic:
  north:
    visits:
      max_ids: 4
      rows: 7301
      rows_exact: 7301
      sample_max_ids: false
      censor_dims: false
      clamp_counts: true
      clamp_columns: false
      use_dpsu: true
      patient: { type: string, private_id: true }
      cost: { type: float, lower: 0, upper: "2_500.5", sensitivity: 10, missing_value: 0 }
      age: { type: int, lower: 0.5, upper: 99.5, nullable: false }
      ward: { type: string, cardinality: 12 }
      seen: { type: datetime }
      urgent: { type: boolean }
      notes: { type: unknown }
      "Blood-Group": { type: string, allowed_values: [A, B, AB, "0"] }
`;

describe('SmartNoise metadata', () => {
  it('become a definition where the owner decided what they cannot say', () => {
    const result = imported(SMARTNOISE, COMPLETE);
    expect(result).toMatchObject({ notation: 'smartnoise', valid: true });
    const definition = DatasetDefinition.parse(result.definition);
    expect(definition).toMatchObject({
      name: 'clinic',
      account: 'clinic',
      budget: { epsilon: 3, delta: 1e-7 },
      connector: { type: 'csv', path: 'visits.csv' },
    });
    expect(tableOf(result, 'visits')).toEqual({
      unit: { kind: 'column', column: 'patient', maxGroups: 4, maxRows: 4 },
      maxUnits: 8000,
      columns: {
        patient: { type: 'string' },
        cost: { type: 'float', digits: 3, lower: 0, upper: 2500.5 },
        age: { type: 'integer', lower: 0, upper: 100, nullable: false },
        ward: { type: 'string' },
        seen: { type: 'timestamp' },
        urgent: { type: 'boolean' },
        notes: { type: 'string', hidden: true },
        Blood_Group: { type: 'string', values: ['A', 'B', 'AB', '0'] },
      },
    });
  });

  it('lose nothing in silence', () => {
    const { findings } = imported(SMARTNOISE, COMPLETE);
    const dropped = findings.filter(({ kind }) => kind === 'dropped').map(({ what }) => what);
    expect(dropped.sort()).toEqual(
      ['cardinality', 'censor_dims', 'clamp_columns', 'clamp_counts', 'missing_value', 'rows_exact'].concat([
        'sample_max_ids',
        'sensitivity',
        'use_dpsu',
      ]),
    );
    for (const finding of findings) {
      expect(finding).toEqual({
        kind: expect.stringMatching(/^(gap|decide|default|dropped)$/) as string,
        path: expect.any(String) as string,
        source: finding.source === null ? null : (expect.stringMatching(/./) as string),
        what: expect.stringMatching(/./) as string,
        why: expect.stringMatching(/./) as string,
        remedy: expect.stringMatching(/./) as string,
      });
    }
    expect(findings.find(({ what }) => what === 'cardinality')?.source).toBe('Clinic.north.visits.ward.cardinality');
  });

  it('ask for every bound where it comes from, and name every default', () => {
    const result = imported(SMARTNOISE, COMPLETE);
    expect(pathsOf(result, 'decide')).toEqual(
      expect.arrayContaining(['tables.visits.columns.cost', 'tables.visits.columns.age', 'tables.visits.maxUnits']),
    );
    expect(pathsOf(result, 'decide')).toEqual(
      expect.arrayContaining(['tables.visits.unit', 'tables.visits.columns.ward', 'tables.visits.columns.Blood_Group']),
    );
    expect(pathsOf(result, 'default')).toEqual(
      expect.arrayContaining([
        'privacyLevel',
        'publicMetadata',
        'limits',
        'entity',
        'timing',
        'version',
        'description',
      ]),
    );
  });

  it('alone are no definition: account, budget and connector are gaps', () => {
    const result = imported(SMARTNOISE);
    expect(result.valid).toBe(false);
    expect(pathsOf(result, 'gap')).toEqual(['connector', 'account', 'budget.epsilon', 'budget.delta']);
    expect(result.definition).not.toHaveProperty('budget');
  });

  const unitOf = (options: string, columns = 'id: { type: int, private_id: true }'): [unknown, string[]] => {
    const result = imported(`"":\n  s:\n    t:\n      rows: 10\n      ${options}\n      ${columns}\n`, COMPLETE);
    return [tableOf(result, 't')['unit'], pathsOf(result, 'gap')];
  };

  it('say who is protected: rows, or the units of the private id', () => {
    expect(unitOf('row_privacy: True')).toEqual([{ kind: 'row' }, []]);
    expect(unitOf('row_privacy: yes')).toEqual([{ kind: 'row' }, []]);
    const byId = { kind: 'column', column: 'id', maxGroups: 1, maxRows: 1 };
    expect(unitOf('row_privacy: False')).toEqual([byId, []]);
    expect(unitOf('max_ids: 3')).toEqual([{ ...byId, maxGroups: 3, maxRows: 3 }, []]);
  });

  it.each([
    ['no private id', 'a: { type: int }'],
    ['two private ids', 'a: { type: int, private_id: true }\n      b: { type: int, private_id: true }'],
    ['a private id that is a fraction', 'a: { type: float, private_id: true, lower: 0, upper: 1 }'],
  ])('leave the unit open with %s', (_what, columns) => {
    expect(unitOf('max_ids: 1', columns)).toEqual([undefined, ['tables.t.unit']]);
  });

  it('of tables that protect different units are no one data set', () => {
    const table = (name: string, option: string) =>
      `    ${name}:\n      rows: 9\n      ${option}\n      a: { type: int }\n`;
    const id = '      p: { type: int, private_id: true }\n';
    const result = imported(`d:\n  s:\n${table('x', 'row_privacy: true')}${table('y', 'max_ids: 1')}${id}`, {
      ...COMPLETE,
      path: 'folder',
    });
    expect(pathsOf(result, 'gap')).toEqual(['tables']);
  });

  it('never clamp a private id, and never take a cap or bound that makes no sense', () => {
    const columns =
      'id: { type: int, private_id: true, lower: 0, upper: 5 }\n      a: { type: int, lower: 9, upper: 1 }';
    const result = imported(`"":\n  s:\n    t:\n      rows: 10\n      max_ids: 0\n      ${columns}\n`, COMPLETE);
    expect(tableOf(result, 't')).toMatchObject({
      unit: { maxGroups: 1, maxRows: 1 },
      columns: { id: { type: 'integer' }, a: { type: 'integer' } },
    });
    expect(pathsOf(result, 'dropped')).toEqual([
      'tables.t.columns.id.lower',
      'tables.t.columns.id.upper',
      'tables.t.columns.a',
      'tables.t.unit',
    ]);
  });
});

describe('names', () => {
  it('become identifiers that differ by more than capitals, quotes taken away', () => {
    const columns = ['"a-b"', 'a_b', 'A_B', '\'"c d"\'', '1st', '__proto__', 'ünï'].map(
      (name) => `      ${name}: { type: int }\n`,
    );
    const result = imported(
      `d:\n  s:\n    t-1:\n      row_privacy: true\n      rows: 5\n${columns.join('')}`,
      COMPLETE,
    );
    expect(Object.keys(tableOf(result, 't_1')['columns'] as object)).toEqual([
      'a_b',
      'a_b_2',
      'A_B_3',
      'c_d',
      '_1st',
      'proto',
      '_n_',
    ]);
    expect(result.valid).toBe(true);
  });
});

describe('a source of unknown shape', () => {
  it.each([
    ['a list', '[1]', /no mapping/],
    ['nothing', '', /no mapping/],
    ['a mapping of numbers', 'a: 1', /not known/],
    ['a definition of DQ0', 'apiVersion: dq0/v1', /definition of DQ0 already/],
    ['two databases', 'a: { s: { t: { c: { type: int } } } }\nb: { s: { t: { c: { type: int } } } }', /one database/],
    ['a table that is a number', 'a: { s: { t: { c: { type: int } }, u: 1 } }', /a\.s\.u is no mapping/],
  ])('is a usage error: %s', (_what, yaml, message) => {
    expect(() => imported(yaml)).toThrow(message);
    expect(() => imported(yaml)).toThrow(UsageError);
  });
});
