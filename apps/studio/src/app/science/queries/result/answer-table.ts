import type { QueryAnswer } from '@dq0/protocol';
import { printable } from '@dq0/protocol/plain-words';
import { exactText, halfWidthOf, noisyText } from '../../../ui/numbers/noisy-number.ts';

type Raw = QueryAnswer['rows'][number][number];

/** One cell as it is shown. */
export interface Shown {
  readonly text: string;
  readonly halfWidth: string | undefined;
  readonly noisy: boolean;
  readonly number: boolean;
  /** The interval is open or wider than the value can bear: shown as such, kept in the export. */
  readonly tooNoisy: boolean;
}

/** A point of the chart: a name and a value between its ends. */
export interface Point {
  readonly name: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Its interval holds zero: hardly more than its sign is not even known. */
  readonly hollow: boolean;
}

/** A name that cannot be confused with a value. */
const NOTHING = 'NULL';
const LEAST_ORDERED = 3;
const ORDER_BY = /\border\s+by\b/i;

export function shownRows({ rows, columns, intervals }: QueryAnswer): readonly (readonly Shown[])[] {
  return rows.map((row, at) =>
    row.map((cell, column) =>
      shown(cell, columns[column]?.noisy === true, intervals[at]?.[column], columns[column]?.type),
    ),
  );
}

/** The noisy numeric columns, each of which may be drawn. */
export function drawable({ columns }: QueryAnswer): readonly { readonly name: string; readonly at: number }[] {
  return columns.flatMap(({ name, noisy, type }, at) => (noisy && isNumber(type) ? [{ name, at }] : []));
}

/** The points of a column, in the order of the table. */
export function pointsOf(answer: QueryAnswer, column: number): readonly Point[] {
  const keys = answer.columns.flatMap(({ noisy }, at) => (noisy ? [] : [at]));
  return answer.rows.flatMap((row, at): Point[] => {
    const cell = row[column];
    if (cell === null || cell === undefined) return [];
    const value = Number(cell);
    const half = halfWidthOf(value, answer.intervals[at]?.[column]);
    const name = keys.map((key) => String(row[key] ?? NOTHING)).join(', ') || (answer.columns[column]?.name ?? '');
    return [{ name: printable(name), value, low: value - half, high: value + half, hollow: half > Math.abs(value) }];
  });
}

/** Whether a cell is NULL in a column that is noisy, or in one that is not: the value of a group. */
export function holdsNull({ rows, columns }: QueryAnswer, noisy: boolean): boolean {
  return rows.some((row) => row.some((cell, at) => cell === null && columns[at]?.noisy === noisy));
}

/**
 * Whether the rows stand in the order of a noisy column: the question asks for an order, and three or more rise or fall in
 * that column and in none that is exact. Noise then has its part in who stands first.
 */
export function orderedByNoise({ rows, columns }: QueryAnswer, sql: string): boolean {
  const sorted = (noisy: boolean): boolean =>
    columns.some((column, at) => column.noisy === noisy && isMonotone(rows.map((row) => row[at] ?? null)));
  return ORDER_BY.test(sql) && rows.length >= LEAST_ORDERED && sorted(true) && !sorted(false);
}

function isMonotone(cells: readonly Raw[]): boolean {
  const values = cells.filter((cell) => cell !== null);
  const follows = (rising: boolean): boolean =>
    values.every((value, at) => at === 0 || value === values[at - 1] || isLess(values[at - 1], value) === rising);
  return values.length >= LEAST_ORDERED && (follows(true) || follows(false));
}

/** Numbers travel as numbers, or as texts where they are wide. */
function isLess(one: Raw | undefined, other: Raw): boolean {
  const [left, right] = [Number(one), Number(other)];
  return Number.isNaN(left) || Number.isNaN(right) ? String(one) < String(other) : left < right;
}

function shown(
  cell: Raw,
  noisy: boolean,
  interval: QueryAnswer['intervals'][number][number] | undefined,
  type: string | undefined,
): Shown {
  const number = cell !== null && isNumber(type);
  if (cell === null || !number) {
    return { text: cell === null ? NOTHING : String(cell), halfWidth: undefined, noisy, number, tooNoisy: false };
  }
  const value = Number(cell);
  if (!noisy) return { text: exactText(value), halfWidth: undefined, noisy, number, tooNoisy: false };
  const half = halfWidthOf(value, interval);
  const text = noisyText(value, half);
  return { text: text.value, halfWidth: text.halfWidth, noisy, number, tooNoisy: text.halfWidth === undefined };
}

function isNumber(type: string | undefined): boolean {
  return type === 'integer' || type === 'decimal' || type === 'float';
}
