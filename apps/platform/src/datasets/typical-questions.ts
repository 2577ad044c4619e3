import type { DatasetDefinition } from '@dq0/protocol';

/** A question that people ask of nearly every table. */
export interface TypicalQuestion {
  readonly title: string;
  readonly sql: string;
}

type Column = DatasetDefinition['tables'][string]['columns'][string];

/** Questions to the first table that is charged: how many, how many by a list, a mean, a mean by the list. */
export function typicalQuestions({ tables }: DatasetDefinition): TypicalQuestion[] {
  const found = Object.entries(tables).find(([, { unit }]) => unit.kind !== 'public');
  if (found === undefined) return [];
  const [table, { unit, columns }] = found;
  const named = unit.kind === 'column' ? unit.column : undefined;
  const usable = Object.entries(columns).filter(
    ([name, { hidden, identifier }]) => !hidden && !identifier && name !== named,
  );
  const list = usable.find(([, column]) => column.type === 'string' && column.values !== undefined)?.[0];
  const number = usable.find(([, column]) => isBounded(column))?.[0];
  const question = (title: string, what: string, by?: string): TypicalQuestion => ({
    title,
    sql:
      by === undefined
        ? `SELECT ${what} FROM ${quoted(table)}`
        : `SELECT ${quoted(by)}, ${what} FROM ${quoted(table)} GROUP BY ${quoted(by)}`,
  });
  const mean = number === undefined ? '' : `AVG(${quoted(number)}) AS mean`;
  return [
    question(`rows of ${table}`, 'COUNT(*) AS n'),
    ...(list === undefined ? [] : [question(`rows by ${list}`, 'COUNT(*) AS n', list)]),
    ...(number === undefined ? [] : [question(`mean ${number}`, mean)]),
    ...(list === undefined || number === undefined ? [] : [question(`mean ${number} by ${list}`, mean, list)]),
  ];
}

function isBounded(column: Column): boolean {
  const numeric = column.type === 'integer' || column.type === 'decimal' || column.type === 'float';
  return numeric && column.lower !== undefined && column.upper !== undefined;
}

/** A name may be a word of the language. */
function quoted(name: string): string {
  return `"${name}"`;
}
