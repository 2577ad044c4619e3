import { UsageError } from '../errors/usage-error.ts';
import { asMapping, isMapping, Members, type Mapping } from './members.ts';
import type { SourceColumn, SourceTable, SourceTree } from './source-tree.ts';

/** Members of a table that hold a mapping and are no column. */
const NO_COLUMNS = new Set(['na_values']);

/**
 * SmartNoise metadata: database, schema, table and its options, column; beside the database perhaps `engine`.
 * Source: the "Metadata" page of the SmartNoise SQL documentation.
 */
export function readSmartNoise(root: Mapping): SourceTree {
  const databases = Object.entries(root).filter(([name]) => name !== 'engine');
  const [first, ...others] = databases;
  if (first === undefined || others.length > 0) {
    throw new UsageError(
      `SmartNoise metadata describe one database; here are ${databases.length}.`,
      'Put each database in a file of its own.',
    );
  }
  const [database, schemas] = first;
  const dataset = new Members();
  dataset.put('name', database === '' ? undefined : database, quoted(database));
  dataset.put('engine', root['engine'], 'engine');
  const tables = Object.entries(asMapping(schemas, quoted(database))).flatMap(([schema, value]) => {
    const source = `${quoted(database)}.${quoted(schema)}`;
    return Object.entries(asMapping(value, source)).map(([name, table]) => readTable(schema, name, table, source));
  });
  return { notation: 'smartnoise', dataset, places: [], tables };
}

/** The original system's flat notation: members of the data set, then schemas with a connection, tables, columns. */
export function readFlat(root: Mapping): SourceTree {
  const dataset = membersOf(root, '', (value) => !isMapping(value));
  const schemas = Object.entries(root).filter((entry): entry is [string, Mapping] => isMapping(entry[1]));
  return {
    notation: 'flat',
    dataset,
    places: schemas.map(([schema, value]) => ({
      source: quoted(schema),
      members: membersOf(value, quoted(schema), (member) => !isMapping(member)),
    })),
    tables: schemas.flatMap(([schema, value]) =>
      Object.entries(value)
        .filter(([, table]) => isMapping(table))
        .map(([name, table]) => readTable(schema, name, table, quoted(schema))),
    ),
  };
}

function readTable(schema: string, name: string, value: unknown, parent: string): SourceTable {
  const source = `${parent}.${quoted(name)}`;
  const table = asMapping(value, source);
  const isColumn = (key: string, member: unknown): member is Mapping => isMapping(member) && !NO_COLUMNS.has(key);
  const columns = Object.entries(table).flatMap(([key, member]): SourceColumn[] => {
    if (!isColumn(key, member)) return [];
    const place = `${source}.${quoted(key)}`;
    return [{ name: key, source: place, members: membersOf(member, place, () => true) }];
  });
  return { schema, name, source, columns, members: membersOf(table, source, (member, key) => !isColumn(key, member)) };
}

function membersOf(mapping: Mapping, source: string, wanted: (value: unknown, key: string) => boolean): Members {
  const members = new Members();
  for (const [key, value] of Object.entries(mapping)) {
    if (wanted(value, key)) members.put(key, value, source === '' ? key : `${source}.${key}`);
  }
  return members;
}

/** A name as one step of a dotted place. */
function quoted(name: string): string {
  return /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
}
