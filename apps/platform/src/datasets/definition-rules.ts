import { accountTerms } from '@dq0/accounting';
import { isDatabase, isFile, releaseLimits, type DatasetDefinition, type ErrorDetail } from '@dq0/protocol';
import type { AccountStatement, UnitKind } from '../ledger/account.ts';
import { databaseProblems } from './database-rules.ts';
import { problem } from './definition-problems.ts';
import { textProblems } from './text-rules.ts';
import { pathProblems } from './unit-path-rules.ts';

type Tables = DatasetDefinition['tables'];
type Table = Tables[string];

/** Mistakes that only show when parts of a definition are held against each other. */
export function contradictions(definition: DatasetDefinition): ErrorDetail[] {
  return [
    ...textProblems(definition),
    ...connectorProblems(definition),
    ...limitProblems(definition),
    ...accountProblems(definition),
    ...unitKindProblems(definition.tables),
    ...Object.entries(definition.tables).flatMap(([name, table]) => tableProblems(`tables.${name}`, table)),
    ...pathProblems(definition.tables),
  ];
}

/** What is allowed but will be refused in queries: told to the owner when the data set is published. */
export function warnings(definition: DatasetDefinition): { path: string; message: string }[] {
  return Object.entries(definition.tables).flatMap(([table, { unit, columns }]) =>
    Object.entries(columns).flatMap(([name, column]) => {
      const numeric = column.type === 'integer' || column.type === 'decimal' || column.type === 'float';
      const namesUnits = unit.kind === 'column' && unit.column === name;
      if (!numeric || column.hidden || column.identifier || namesUnits) return [];
      if (column.lower !== undefined && column.upper !== undefined) return [];
      return [
        { path: `tables.${table}.columns.${name}`, message: 'without lower and upper it cannot be summed or averaged' },
      ];
    }),
  );
}

/** The budget account that a definition names. */
export function accountOf(definition: DatasetDefinition): AccountStatement {
  const { account: name, entity, budget } = definition;
  return { name, entity, unitKind: unitKinds(definition.tables)[0] ?? 'row', ...budget };
}

function connectorProblems({ connector, tables }: DatasetDefinition): ErrorDetail[] {
  if (isDatabase(connector)) return databaseProblems(connector, tables);
  if (!isFile(connector)) return [];
  const problems =
    connector.path === undefined ? [problem('connector.path', 'expected a path under the data root')] : [];
  const { header, columns } = connector.options;
  if (connector.type !== 'csv') return problems;
  if (header === false && columns === undefined) {
    return [...problems, problem('connector.options.columns', 'expected the columns of the file: it has no header')];
  }
  const repeated = columns?.find((column, index) => columns.indexOf(column) !== index);
  if (repeated !== undefined)
    problems.push(problem('connector.options.columns', `expected every column once: ${repeated}`));
  const missing = Object.entries(tables).flatMap(([table, { columns: wanted }]) =>
    Object.keys(wanted)
      .filter((column) => columns !== undefined && !columns.includes(column))
      .map((column) =>
        problem(`tables.${table}.columns.${column}`, 'expected a column that connector.options.columns names'),
      ),
  );
  return [...problems, ...missing];
}

function limitProblems(definition: DatasetDefinition): ErrorDetail[] {
  const { budget, limits } = definition;
  if (limits === undefined) return [];
  const { epsilonPerRelease, deltaPerRelease } = releaseLimits(definition);
  const within = (limit: string, budgeted: 'epsilon' | 'delta', value: number): ErrorDetail[] => {
    const most = budget[budgeted];
    const message = `expected at most the budget's ${budgeted}, ${most}`;
    return value > most ? [problem(`limits.${limit}`, message, String(most))] : [];
  };
  return [
    ...within('epsilonPerRelease', 'epsilon', epsilonPerRelease),
    ...within('deltaPerRelease', 'delta', deltaPerRelease),
  ];
}

function accountProblems({ budget }: DatasetDefinition): ErrorDetail[] {
  try {
    accountTerms(budget.epsilon, budget.delta);
    return [];
  } catch {
    return [problem('budget.epsilon', `expected more: at a delta of ${budget.delta} nothing could ever be admitted`)];
  }
}

function unitKinds(tables: Tables): UnitKind[] {
  const kinds = Object.values(tables)
    .filter(({ unit }) => unit.kind !== 'public')
    .map(({ unit }): UnitKind => (unit.kind === 'row' ? 'row' : 'entity'));
  return [...new Set(kinds)];
}

function unitKindProblems(tables: Tables): ErrorDetail[] {
  if (unitKinds(tables).length < 2) return [];
  return [problem('tables', 'expected one kind of unit: an account counts rows or entities, not both')];
}

function tableProblems(path: string, { unit, keys, columns, minUnits, maxUnits }: Table): ErrorDetail[] {
  const names = new Set(Object.keys(columns));
  return [
    ...(unit.kind === 'column' && !names.has(unit.column)
      ? [problem(`${path}.unit.column`, 'expected a column of this table')]
      : []),
    ...keys.flatMap((key, index) =>
      key.every((column) => names.has(column))
        ? []
        : [problem(`${path}.keys.${index}`, 'expected columns of this table')],
    ),
    ...(minUnits > maxUnits ? [problem(`${path}.minUnits`, 'expected at most maxUnits')] : []),
  ];
}
