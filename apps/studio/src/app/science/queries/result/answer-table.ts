import type { QueryAnswer } from '@dq0/protocol';
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
    return [{ name, value, low: value - half, high: value + half, hollow: half > Math.abs(value) }];
  });
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
