import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { UsageError } from '../errors/usage-error.ts';
import { importDefinition, type Imported } from './import-definition.ts';

const imported = (source: unknown, decisions = {}): Imported =>
  importDefinition(typeof source === 'string' ? parse(source) : source, { fileName: 'source', decisions });
const gapsOf = ({ findings }: Imported): string[] =>
  findings.filter(({ kind }) => kind === 'gap').map(({ path }) => path);

const FLAT = `
name: Bike Rides
description: rides of a town
type: CSV
tags: [town, bikes]
privacy_column: rider
metadata_is_public: true
Town:
  connection: /srv/exports/rides.csv
  privacy_level: 1
  rides:
    rows: 41000
    max_ids: 20
    synth_allowed: true
    budget_epilon: 5
    budget_delta: 0.00001
    sep: ';'
    use_original_header: false
    header_columns: [rider, km-driven, fare, mail]
    na_values: { km-driven: -1, mail: none }
    skipinitialspace: true
    tau: 100
    rider: { type: int }
    km-driven: { type: float, lower: 0.0, upper: 300.0, bounded: true, synthesizable: true }
    fare: { type: string, allowed_values: 'day,month, year', is_target: true }
    mail: { type: string, mask: '(.*)@(.*)', selectable: false }
`;

/** The same data set as a tree: groups of attributes at each node. */
const TREE = {
  dataset: {
    data: { name: 'Bike Rides', description: 'rides of a town', tags: ['town', 'bikes'], metadata_is_public: true },
    differential_privacy: { privacy_level: 1 },
  },
  database: {
    data: { name: 'town db' },
    connector: {
      type_name: 'csv',
      uri: '/srv/exports/rides.csv',
      sep: ';',
      use_original_header: false,
      header_columns: ['rider', 'km-driven', 'fare', 'mail'],
      na_values: { 'km-driven': -1, mail: 'none' },
      skipinitialspace: true,
    },
  },
  schema: { data: { name: 'Town' } },
  table: {
    data: { name: 'rides', rows: 41_000 },
    differential_privacy: { privacy_column: 'rider', budget_epsilon: 5, budget_delta: 0.00001 },
    private_sql: { max_ids: 20, tau: 100 },
    private_synthesis: { synth_allowed: true },
  },
  columns: [
    { data: { name: 'rider', data_type_name: 'int' } },
    {
      data: { name: 'km-driven', data_type_name: 'float' },
      private_sql_and_synthesis: { lower: 0, upper: 300, bounded: true },
      private_synthesis: { synthesizable: true },
    },
    {
      data: { name: 'fare', data_type_name: 'string' },
      private_sql: { allowed_values: ['day', 'month', 'year'] },
      machine_learning: { is_target: true },
    },
    { data: { name: 'mail', data_type_name: 'string', selectable: false }, private_sql: { mask: '(.*)@(.*)' } },
  ],
};

function simple(): unknown {
  const columns = Object.fromEntries(TREE.columns.map((attributes, at) => [`column_${at}`, { attributes }]));
  const table = { attributes: TREE.table, child_nodes: columns };
  const schema = { attributes: TREE.schema, child_nodes: { table_0: table } };
  const database = { attributes: TREE.database, child_nodes: { schema } };
  const node = { dataset: { attributes: TREE.dataset, child_nodes: { database } } };
  return { meta_dataset: { format: 'simple', node, specification: 'dataset_v1' } };
}

interface Attribute {
  readonly type_name: string;
  readonly key?: string;
  readonly value: unknown;
}

function attribute(value: unknown, key?: string): Attribute {
  const named = key === undefined ? {} : { key };
  if (Array.isArray(value)) return { type_name: 'list', ...named, value: value.map((entry) => attribute(entry)) };
  if (typeof value === 'object' && value !== null) {
    return { type_name: 'list', ...named, value: Object.entries(value).map(([name, inner]) => attribute(inner, name)) };
  }
  const types = { string: 'string', boolean: 'boolean', number: Number.isInteger(value) ? 'int' : 'float' };
  return { type_name: types[typeof value as keyof typeof types], ...named, value };
}

const fullNode = (type_name: string, groups: object, child_nodes?: unknown[]): object => ({
  type_name,
  attributes: Object.entries(groups).map(([name, group]) => attribute(group, name)),
  ...(child_nodes === undefined ? {} : { child_nodes }),
});

function full(columns = TREE.columns.map((groups) => fullNode('column', groups))): unknown {
  const schema = fullNode('schema', TREE.schema, [fullNode('table', TREE.table, columns)]);
  const node = fullNode('dataset', TREE.dataset, [fullNode('database', TREE.database, [schema])]);
  return { meta_dataset: { format: 'full', node, specification: 'dataset_v1' } };
}

const RIDES = {
  apiVersion: 'dq0/v1',
  kind: 'Dataset',
  name: 'bike-rides',
  description: 'rides of a town',
  tags: ['town', 'bikes'],
  privacyLevel: 1,
  publicMetadata: true,
  connector: {
    type: 'csv',
    path: 'rides.csv',
    options: {
      header: false,
      columns: ['rider', 'km_driven', 'fare', 'mail'],
      delimiter: ';',
      nullValues: ['none'],
      trim: true,
    },
  },
  account: 'town',
  budget: { epsilon: 5, delta: 0.00001 },
  entity: 'person',
  timing: 'deadline',
  version: 1,
  tables: {
    rides: {
      unit: { kind: 'column', column: 'rider', maxGroups: 20, maxRows: 20 },
      maxUnits: 50_000,
      synthesis: true,
      columns: {
        rider: { type: 'integer' },
        km_driven: { type: 'float', digits: 3, lower: 0, upper: 300 },
        fare: { type: 'string', values: ['day', 'month', 'year'], target: true },
        mail: { type: 'string', identifier: true },
      },
    },
  },
};

describe.each([
  ['flat', FLAT],
  ['meta-simple', simple()],
  ['meta-full', full()],
] as const)('the %s notation', (notation, source) => {
  it('becomes the same definition', () => {
    const result = imported(source, { account: 'town' });
    expect(result.notation).toBe(notation);
    expect(result.definition).toEqual(RIDES);
    expect(result).toMatchObject({ valid: true });
  });

  it('tells what it could not carry over, with its place', () => {
    const { findings } = imported(source, { account: 'town' });
    const dropped = findings.filter(({ kind }) => kind === 'dropped').map(({ what }) => what);
    expect(dropped).toEqual(expect.arrayContaining(['tau', 'bounded', 'selectable', 'synthesizable', 'na_values -1']));
    expect(dropped).toHaveLength(5);
    expect(findings.find(({ what }) => what === 'tau')?.source).toMatch(/tau$|attributes\.2\.value\.1$/);
  });

  it('leaves the account to the owner', () => {
    expect(gapsOf(imported(source))).toEqual(['account']);
  });
});

describe('a privacy column', () => {
  it('names the unit, which is never clamped; one that is not there names nothing', () => {
    const flat = (privacy_column: string) => ({
      name: 'x',
      type: 'CSV',
      privacy_column,
      s: { connection: 'a.csv', t: { rows: 9, id: { type: 'int', lower: 3, upper: 7 } } },
    });
    const result = imported(flat('id'), { account: 'a', epsilon: 1, delta: 1e-6 });
    expect(result).toMatchObject({
      valid: true,
      definition: { tables: { t: { unit: { column: 'id' }, columns: { id: { type: 'integer' } } } } },
    });
    expect(JSON.stringify(result.definition)).not.toMatch(/lower|upper/);
    const none = imported(flat('nobody'));
    expect(gapsOf(none)).toContain('tables.t.unit');
    expect(none.findings.map(({ what }) => what)).toContain('privacy_column');
  });
});

describe('a tree', () => {
  it('says that permissions are not carried over', () => {
    const tree = full() as { meta_dataset: { node: { permissions?: object } } };
    tree.meta_dataset.node.permissions = { read: ['somebody'] };
    const { findings } = imported(tree, { account: 'town' });
    expect(findings.filter(({ what }) => what === 'permissions')).toMatchObject([{ kind: 'dropped' }]);
  });

  it.each<[string, unknown, RegExp]>([
    ['of tables without databases', { meta_dataset: { node: { table: {} } } }, /is no dataset/],
    ['with a column without a name', full([fullNode('column', { data: { data_type_name: 'int' } })]), /has no name/],
    [
      'with an attribute written twice',
      full([fullNode('column', { data: { name: 'a', data_type_name: 'int' }, private_sql: { name: 'b' } })]),
      /repeats the key/,
    ],
    ['whose attributes are no list', { meta_dataset: { node: { type_name: 'dataset', attributes: 1 } } }, /no list/],
    ['that is a text', { meta_dataset: { node: 'x' } }, /no mapping/],
  ])('%s is a usage error with its place', (_what, source, message) => {
    expect(() => imported(source)).toThrow(message);
    expect(() => imported(source)).toThrow(UsageError);
  });
});

describe('a connection', () => {
  const withConnector = (connector: object): unknown => {
    const column = { attributes: { data: { name: 'a', data_type_name: 'int' } } };
    const table = { attributes: { data: { name: 't', rows: 10 } }, child_nodes: { column } };
    const schema = { attributes: { data: { name: 's' } }, child_nodes: { table } };
    const database = { attributes: { data: { name: 'd' }, connector }, child_nodes: { schema } };
    const node = { dataset: { attributes: { data: { name: 'n' } }, child_nodes: { database } } };
    return { meta_dataset: { format: 'simple', node } };
  };

  it.each<[string, object]>([
    ['members', { type_name: 'postgresql', host: 'db.example', port: 5433, username: 'mallory', password: 'hunter2' }],
    ['an address', { uri: 'postgresql+psycopg2://mallory:hunter2@db.example:5433/?key=hunter2' }],
  ])('to a database keeps no secret: %s', (_what, connector) => {
    const result = imported(withConnector(connector));
    expect(result.definition['connector']).toEqual({ type: 'postgresql', host: 'db.example', port: 5433 });
    expect(JSON.stringify(result)).not.toMatch(/hunter2|mallory/);
    expect(result.findings.map(({ path }) => path)).toContain('connector.credential');
    expect(result.definition['tables']).toMatchObject({ t: { source: 's.t' } });
  });

  it.each([
    ['host', 'postgresql://mallory:hunter2@db.example/x'],
    ['database', "x';password=hunter2;user=mallory"],
  ])('whose %s is no name is not repeated', (member, value) => {
    const result = imported(withConnector({ type_name: 'postgresql', [member]: value }));
    expect(result.definition['connector']).toEqual({ type: 'postgresql' });
    expect(JSON.stringify(result)).not.toMatch(/hunter2|mallory/);
    expect(result.findings.map(({ path }) => path)).toContain(`connector.${member}`);
  });

  it('that is no address is not repeated', () => {
    const flat = { name: 'x', type: 'postgresql', s: { connection: 'mallory:hunter2@db', t: { a: { type: 'int' } } } };
    const result = imported(flat);
    expect(result.definition['connector']).toEqual({ type: 'postgresql' });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  it.each([
    ['../../exports/rides.csv', 'rides.csv'],
    ['C:\\exports\\rides.csv', 'rides.csv'],
    ['exports/rides.csv', 'exports/rides.csv'],
    ['file:///exports/rides.csv', 'rides.csv'],
  ])('to the file %s stays under the data root as %s', (uri, path) => {
    expect(imported(withConnector({ type_name: 'csv', uri })).definition['connector']).toEqual({ type: 'csv', path });
  });

  it.each([
    'mallory:hunter2@files',
    'https://mallory:hunter2@files.example/rides.csv?key=hunter2',
    's3://bucket/a.csv',
  ])('that is no path of a file is a gap, and not repeated: %s', (connection) => {
    const result = imported({ name: 'x', type: 'CSV', s: { connection, t: { a: { type: 'int' } } } });
    expect(gapsOf(result)).toContain('connector');
    expect(JSON.stringify(result)).not.toMatch(/hunter2|mallory|bucket/);
  });

  it('differs by schema: one data set has one', () => {
    const schema = (connection: string) => ({ connection, [`t${connection[0]}`]: { a: { type: 'int' } } });
    const flat = { name: 'x', type: 'CSV', s: schema('a.csv'), u: schema('b.csv') };
    expect(gapsOf(imported(flat))).toContain('connector');
  });

  it('to a file whose header is to be replaced is a gap', () => {
    const connector = { type_name: 'csv', uri: 'a.csv', use_original_header: false, header_row: 0 };
    expect(gapsOf(imported(withConnector({ ...connector, header_columns: ['a'] })))).toContain(
      'connector.options.header',
    );
    expect(gapsOf(imported(withConnector(connector)))).toContain('connector.options.columns');
  });

  it('to a file is a gap where its columns are not those of the table, or one file is to hold several', () => {
    const connector = { type_name: 'csv', uri: 'a.csv', use_original_header: false };
    expect(gapsOf(imported(withConnector({ ...connector, header_columns: ['b'] })))).toContain('tables.t.columns.a');
    const twice = imported(withConnector({ ...connector, header_columns: ['a', 'a'] }));
    expect(gapsOf(twice)).toContain('connector.options.columns');
    const tables = { t: { a: { type: 'int' } }, u: { a: { type: 'int' } } };
    const several = (connection: string): unknown => ({ name: 'x', type: 'CSV', s: { connection, ...tables } });
    expect(gapsOf(imported(several('a.csv')))).toContain('connector.path');
    expect(gapsOf(imported(several('folder')))).not.toContain('connector.path');
  });

  it('in a flat file without tables leaves the tables open', () => {
    expect(gapsOf(imported({ name: 'x', type: 'CSV', s: { connection: 'a.csv' } }))).toContain('tables');
  });
});
