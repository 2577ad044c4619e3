import { UsageError } from '../errors/usage-error.ts';
import { asMapping, asText, isMapping, Members, type Mapping } from './members.ts';
import type { SourceTable, SourceTree } from './source-tree.ts';

/** One node of the tree, whichever form it was written in. */
interface TreeNode {
  readonly type: string;
  readonly source: string;
  readonly members: Members;
  readonly children: readonly TreeNode[];
}

const BELOW: Readonly<Record<string, string>> = {
  dataset: 'database',
  database: 'schema',
  schema: 'table',
  table: 'column',
};

/**
 * The original system's tree: `meta_dataset: { format, node, specification }`. Nodes are data set, database, schema,
 * table and column; the attributes of each stand in named groups. `simple` writes nodes as `TYPE` or `TYPE_NUMBER`
 * names and attributes as plain members; `full` writes both as lists of { type_name, key, value, permissions }.
 */
export function readMetaDataset(root: Mapping, form: 'simple' | 'full'): SourceTree {
  const source = 'meta_dataset.node';
  const meta = asMapping(root['meta_dataset'], 'meta_dataset');
  const [node, ...others] =
    form === 'full' ? [fullNode(meta['node'], source)] : simpleNodes(meta['node'], source, 'dataset');
  if (node === undefined || others.length > 0) throw new UsageError(`${source} is no single data set.`, FIX);
  const schemas = node.children.flatMap((database) => [database, ...database.children]);
  const tables = node.children.flatMap((database) => database.children.flatMap(tablesOf));
  if (meta['specification'] !== undefined && meta['specification'] !== 'dataset_v1') {
    node.members.put('specification', meta['specification'], 'meta_dataset.specification');
  }
  const beside = Object.keys(root).filter((key) => key !== 'meta_dataset');
  for (const key of beside) node.members.put(key, root[key], key);
  return { notation: `meta-${form}`, dataset: node.members, places: schemas, tables };
}

const FIX = 'Nodes nest as dataset, database, schema, table, column.';

function tablesOf(schema: TreeNode): SourceTable[] {
  const schemaName = nameOf(schema);
  return schema.children.map((table) => ({
    schema: schemaName,
    name: nameOf(table),
    source: table.source,
    members: table.members,
    columns: table.children.map((column) => ({
      name: nameOf(column),
      source: column.source,
      members: column.members,
    })),
  }));
}

/** @throws UsageError: columns and tables are nothing without their names */
function nameOf({ members, source, type }: TreeNode): string {
  const name = asText(members.take('name')?.value);
  if (name !== undefined || type === 'schema') return name ?? '';
  throw new UsageError(`${source} has no name.`, 'Write it in its group of attributes "data".');
}

function simpleNodes(value: unknown, source: string, type: string): TreeNode[] {
  return Object.entries(asMapping(value, source)).map(([key, content]) => {
    const place = `${source}.${key}`;
    if (key.replace(/_\d+$/, '') !== type) throw new UsageError(`${place} is no ${type}.`, FIX);
    const node = asMapping(content, place);
    const members = new Members();
    if (node['attributes'] !== undefined) simpleGroups(node['attributes'], `${place}.attributes`, members);
    noteRest(node, place, members);
    return { type, source: place, members, children: childrenOf(node, place, type, simpleNodes) };
  });
}

function simpleGroups(value: unknown, source: string, members: Members): void {
  for (const [group, content] of Object.entries(asMapping(value, source))) {
    const place = `${source}.${group}`;
    for (const [name, member] of Object.entries(asMapping(content, place))) {
      members.put(name, member, `${place}.${name}`);
    }
  }
}

function fullNode(value: unknown, source: string, type = 'dataset'): TreeNode {
  const node = asMapping(value, source);
  if (node['type_name'] !== type) throw new UsageError(`${source} is no ${type}.`, FIX);
  const members = new Members();
  const seen = new Set<string>();
  for (const [number, group] of asList(node['attributes'], `${source}.attributes`).entries()) {
    const place = `${source}.attributes.${number}`;
    const { value: content, permissions } = asMapping(group, place);
    members.put('permissions', permissions, `${place}.permissions`);
    for (const [inner, value] of asList(content, `${place}.value`).entries()) {
      const attribute = asMapping(value, `${place}.value.${inner}`);
      const { key, value: member } = attribute;
      const name = asText(key);
      const at = `${place}.value.${inner}`;
      if (name === undefined) throw new UsageError(`${at} has no key.`, 'Write key: NAME there.');
      if (seen.has(name)) throw new UsageError(`${at} repeats the key of another.`, 'Write every key once.');
      seen.add(name);
      members.put(name, fullValue(attribute, member), at);
      members.put('permissions', attribute['permissions'], `${at}.permissions`);
    }
  }
  noteRest(node, source, members);
  const listed = (content: unknown, place: string, below: string): TreeNode[] =>
    asList(content, place).map((child, at) => fullNode(child, `${place}.${at}`, below));
  return { type, source, members, children: childrenOf(node, source, type, listed) };
}

/** A list of attributes is a mapping where they have keys, else a list of their values. */
function fullValue(attribute: unknown, value: unknown): unknown {
  if (!isMapping(attribute) || attribute['type_name'] !== 'list' || !Array.isArray(value)) return value;
  const entries = value.filter(isMapping);
  if (entries.length > 0 && entries.every(({ key }) => typeof key === 'string')) {
    return Object.fromEntries(entries.map((entry) => [entry['key'] as string, fullValue(entry, entry['value'])]));
  }
  return entries.map((entry) => fullValue(entry, entry['value']));
}

function childrenOf(
  node: Mapping,
  source: string,
  type: string,
  read: (value: unknown, source: string, type: string) => TreeNode[],
): TreeNode[] {
  const below = BELOW[type];
  const content = node['child_nodes'];
  if (content === undefined || content === null) return [];
  if (below === undefined) throw new UsageError(`${source} is a column and has nodes below it.`, FIX);
  return read(content, `${source}.child_nodes`, below);
}

/** Permissions of a node, and whatever else stands beside its attributes. */
function noteRest(node: Mapping, source: string, members: Members): void {
  for (const key of Object.keys(node)) {
    if (['attributes', 'child_nodes', 'type_name'].includes(key)) continue;
    members.put(key, node[key], `${source}.${key}`);
  }
}

function asList(value: unknown, path: string): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new UsageError(`${path} is no list.`, 'In the full form attributes and nodes are lists.');
}
