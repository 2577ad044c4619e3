import type { OutputOf } from '../../data-access/route.ts';
import type { infoDataset } from '../../data-access/operations.ts';
import { exactText } from '../numbers/noisy-number.ts';

export type Dataset = OutputOf<typeof infoDataset>;
export type Table = Dataset['tables'][string];
export type ColumnFacts = Table['columns'][number];

/** So many values are named one by one. */
const FEW = 4;

/** The values of a short list; none of a long one, which is counted. */
export function listedValues({ values = [] }: ColumnFacts): readonly string[] {
  return values.length <= FEW ? values : [];
}

/** "17 to 90", "Female, Male", "16 values", "no bounds". */
export function boundsText({ type, lower, upper, values }: ColumnFacts): string {
  if (values !== undefined) return values.length <= FEW ? values.join(', ') : `${values.length} values`;
  if (lower !== undefined && upper !== undefined) return `${endText(lower)} to ${endText(upper)}`;
  if (type === 'boolean') return 'true, false';
  return type === 'string' ? 'open list' : 'no bounds';
}

/** What a GROUP BY of it gives: listed groups, or those that enough people are in. */
export function groupText(column: ColumnFacts): { readonly text: string; readonly threshold: boolean } {
  const { type, values, lower, upper, nullable, identifier } = column;
  if (identifier === true) return { text: 'identifies people; cannot be grouped by', threshold: false };
  const extra = nullable ? 1 : 0;
  if (values !== undefined) return { text: `listed, ${values.length + extra} groups`, threshold: false };
  if (type === 'boolean') return { text: `listed, ${2 + extra} groups`, threshold: false };
  if (type === 'integer' && typeof lower === 'number' && typeof upper === 'number') {
    const count = upper - lower + 1 + extra;
    return count <= 1000
      ? { text: `listed, ${count} groups`, threshold: false }
      : { text: 'in buckets', threshold: false };
  }
  return type === 'string'
    ? { text: 'by threshold: only groups of enough people', threshold: true }
    : { text: 'in buckets', threshold: false };
}

/** Questions that this table takes as they stand, made from its published columns. */
export function exampleQuestions(table: string, { columns }: Table): readonly { title: string; sql: string }[] {
  const usable = columns.filter(({ identifier }) => identifier !== true);
  const group = usable.find(({ values }) => values !== undefined && values.length <= 20);
  const amount = usable.find(({ type, lower, upper }) => isNumber(type) && lower !== undefined && upper !== undefined);
  const found = [{ title: `People in ${table}`, sql: `SELECT COUNT(*) AS people\nFROM ${table}` }];
  if (group !== undefined) {
    found.push({
      title: `People by ${group.name}`,
      sql: `SELECT ${group.name}, COUNT(*) AS people\nFROM ${table}\nGROUP BY ${group.name}`,
    });
  }
  if (amount !== undefined && group !== undefined) {
    found.push({
      title: `Average ${amount.name} by ${group.name}`,
      sql: `SELECT ${group.name}, COUNT(*) AS people, AVG(${amount.name}) AS average\nFROM ${table}\nGROUP BY ${group.name}`,
    });
  }
  return found;
}

function isNumber(type: string): boolean {
  return type === 'integer' || type === 'decimal' || type === 'float';
}

function endText(end: number | string): string {
  return typeof end === 'number' ? exactText(end) : end;
}
