import type { DatasetDefinition, ErrorDetail } from '@dq0/protocol';
import { problem } from './definition-problems.ts';

type Connector = DatasetDefinition['connector'];

const NAME = /^[^\p{C}"`'\\;.]{1,63}$/u;

/** What a database needs, what it has no use for, and names that a statement could not hold. */
export function databaseProblems(connector: Connector, tables: DatasetDefinition['tables']): ErrorDetail[] {
  const missing = (['host', 'database', 'credential'] as const)
    .filter((member) => connector[member] === undefined)
    .map((member) => problem(`connector.${member}`, NEEDED[member]));
  const useless = [
    ...(connector.path === undefined ? [] : [problem('connector.path', 'unknown for a database: remove it')]),
    ...Object.keys(connector.options).map((option) =>
      problem(`connector.options.${option}`, 'belongs to files: remove it'),
    ),
    ...(connector.type === 'mysql' && connector.schema !== undefined
      ? [problem('connector.schema', 'unknown for mysql, where the database is the schema: remove it')]
      : []),
  ];
  const unnamed = Object.entries(tables).flatMap(([table, { source }]) => {
    if (source === undefined) return [];
    const parts = source.split('.');
    return parts.length <= 2 && parts.every((part) => NAME.test(part))
      ? []
      : [problem(`tables.${table}.source`, 'expected table or schema.table, without quotes')];
  });
  return [...missing, ...useless, ...unnamed];
}

const NEEDED = {
  host: 'expected the machine the database runs on',
  database: 'expected the name of the database',
  credential: 'expected the name of a credential stored with: dq0 data credential add NAME',
} as const;
