import { COLUMN_TYPES, newColumn, type ColumnDraft, type ColumnType } from './draft.ts';

/** A line that was not taken, and why. */
export interface Misread {
  readonly line: number;
  readonly wrong: string;
}

/** What was read of a pasted code book, and the lines that were not taken. */
export interface CodeBook {
  readonly columns: readonly ColumnDraft[];
  readonly misread: readonly Misread[];
}

/** What a bound of a type is; of the others it is a number. */
const EXPECTED: Partial<Record<ColumnType, string>> = {
  integer: 'a whole number',
  date: 'a day like 2001-01-31',
  timestamp: 'a time like 2001-01-31T00:00:00Z',
};
/** Name, type and two bounds. */
const MOST_CELLS = 4;

/**
 * Reads lines of `name, type, lower, upper`, or for a list `name, string, value | value`. Only what the owner pastes is
 * read; it counts as coming from a code book.
 */
export function readCodeBook(text: string): CodeBook {
  const columns: ColumnDraft[] = [];
  const misread: Misread[] = [];
  const lines = new Map<string, number>();
  for (const [index, written] of text.split(/\r?\n/).entries()) {
    if (written.trim() === '' || written.startsWith('#')) continue;
    const line = index + 1;
    const read = readLine(written.split(/[,;\t]/).map((cell) => cell.trim()));
    const before = typeof read === 'string' ? undefined : lines.get(read.name);
    if (typeof read === 'string') misread.push({ line, wrong: read });
    else if (before !== undefined) misread.push({ line, wrong: `${read.name} stands on line ${before} already` });
    else {
      lines.set(read.name, line);
      columns.push(read);
    }
  }
  return { columns, misread };
}

/**
 * Takes what a code book says over what was written, column by column; columns that it adds come last. What an earlier
 * code book said of others, and nobody changed since, goes.
 */
export function mergeCodeBook(columns: readonly ColumnDraft[], book: readonly ColumnDraft[]): ColumnDraft[] {
  const of = new Map(book.map((column) => [column.name, column]));
  const known = columns.flatMap((column): ColumnDraft[] => {
    const { name, role, book: before } = column;
    const told = of.get(name);
    of.delete(name);
    if (told !== undefined) return [{ ...told, role, book: before === 'added' ? 'added' : 'told' }];
    if (before === 'added') return [];
    return [before === 'told' ? { ...newColumn(name), role } : column];
  });
  return [...known, ...[...of.values()].map((column): ColumnDraft => ({ ...column, book: 'added' }))];
}

/** @returns the column, or what is wrong with the line */
function readLine(cells: readonly string[]): ColumnDraft | string {
  const [name = '', type = 'string', lower = '', upper = ''] = cells;
  if (!/^[A-Za-z_]\w{0,62}$/.test(name)) return 'a name is a letter or _, then letters, digits or _';
  if (!isType(type)) return `${type || 'nothing'} is no type; there are ${COLUMN_TYPES.join(', ')}`;
  const column = newColumn(name, type);
  if (type === 'boolean') return column;
  const source = lower === '' && upper === '' ? '' : 'code-book';
  if (type === 'string') {
    if (cells.length > MOST_CELLS - 1) return 'values stand in one cell, with | between them';
    const values = lower.split('|').map((value) => value.trim());
    return { ...column, values: values.join('\n'), source };
  }
  if (cells.length > MOST_CELLS) return 'more than name, type, lower and upper; numbers have no commas';
  return wrongBounds(type, lower, upper) ?? { ...column, lower, upper, source };
}

function wrongBounds(type: ColumnType, lower: string, upper: string): string | undefined {
  const isTime = type === 'date' || type === 'timestamp';
  const order = isTime ? Date.parse : Number;
  const isBound = (text: string): boolean =>
    isTime ? /^\d{4}-/.test(text) && !Number.isNaN(Date.parse(text)) : isNumber(text, type);
  const wrong = [lower, upper].find((text) => text !== '' && !isBound(text));
  if (wrong !== undefined) return `${wrong} is not ${EXPECTED[type] ?? 'a number'}`;
  if (lower !== '' && upper !== '' && order(lower) > order(upper)) return `lower, ${lower}, is above upper, ${upper}`;
  return undefined;
}

function isNumber(text: string, type: ColumnType): boolean {
  const value = Number(text);
  return type === 'integer' ? Number.isInteger(value) : Number.isFinite(value);
}

function isType(text: string): text is ColumnType {
  return (COLUMN_TYPES as readonly string[]).includes(text);
}
