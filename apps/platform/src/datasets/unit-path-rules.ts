import type { DatasetDefinition, ErrorDetail } from '@dq0/protocol';
import { problem } from './definition-problems.ts';

type Tables = DatasetDefinition['tables'];

const STEP = /^(?<column>\w+) *-> *(?<table>\w+)\.(?<key>\w+)$/;

/** A path leads from table to table by columns that exist, and ends where units are. */
export function pathProblems(tables: Tables): ErrorDetail[] {
  return Object.entries(tables).flatMap(([name, { unit }]) => {
    if (unit.kind !== 'path') return [];
    let at = name;
    for (const [index, step] of unit.via.entries()) {
      const place = `tables.${name}.unit.via.${index}`;
      const { column = '', table = '', key = '' } = STEP.exec(step)?.groups ?? {};
      if (column === '') return [problem(place, 'expected column -> table.column')];
      if (!has(tables, at, column)) return [problem(place, `expected a column of ${at} before the arrow`)];
      if (!has(tables, table, key))
        return [problem(place, 'expected a table of this data set and its column behind it')];
      at = table;
    }
    if (tables[at]?.unit.kind === 'column') return [];
    return [problem(`tables.${name}.unit.via`, `expected to end at a table with a unit column; ${at} has none`)];
  });
}

function has(tables: Tables, table: string, column: string): boolean {
  return Object.hasOwn(tables, table) && Object.hasOwn(tables[table]?.columns ?? {}, column);
}
