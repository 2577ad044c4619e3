import { COLUMN_TYPES, newColumn, type ColumnDraft, type ColumnType } from './draft.ts';

/** What was read of a pasted code book, and the lines that were not understood. */
export interface CodeBook {
  readonly columns: readonly ColumnDraft[];
  readonly misread: readonly number[];
}

/**
 * Reads lines of `name, type, lower, upper`, or for a list `name, string, value | value`. Only what the owner pastes is
 * read; it counts as coming from a code book.
 */
export function readCodeBook(text: string): CodeBook {
  const columns: ColumnDraft[] = [];
  const misread: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [name = '', type = 'string', lower = '', upper = ''] = line.split(/[,;\t]/).map((cell) => cell.trim());
    if (!/^[A-Za-z_]\w{0,62}$/.test(name) || !isType(type)) misread.push(index + 1);
    else columns.push(read(name, type, lower, upper));
  }
  return { columns, misread };
}

/** Takes what a code book says over what was written, column by column; columns that it adds come last. */
export function mergeCodeBook(columns: readonly ColumnDraft[], book: readonly ColumnDraft[]): ColumnDraft[] {
  const of = new Map(book.map((column) => [column.name, column]));
  const known = columns.map((column) => {
    const told = of.get(column.name);
    of.delete(column.name);
    return told === undefined ? column : { ...told, role: column.role };
  });
  return [...known, ...of.values()];
}

function read(name: string, type: ColumnType, lower: string, upper: string): ColumnDraft {
  const column = newColumn(name, type);
  if (type === 'boolean') return column;
  const source = lower === '' && upper === '' ? '' : 'code-book';
  if (type !== 'string') return { ...column, lower, upper, source };
  const values = lower
    .split('|')
    .map((value) => value.trim())
    .join('\n');
  return { ...column, values, source };
}

function isType(text: string): text is ColumnType {
  return (COLUMN_TYPES as readonly string[]).includes(text);
}
