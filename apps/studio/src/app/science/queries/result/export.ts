import type { QueryAnswer } from '@dq0/protocol';

type Value = string | number | boolean | null | undefined;

/** The answer with all its digits, each noisy column followed by both ends of its interval. */
export function csvOf({ columns, rows, intervals }: QueryAnswer): string {
  const head = columns.flatMap(({ name, noisy }) => (noisy ? [name, `${name}_low`, `${name}_high`] : [name]));
  const body = rows.map((row, at) =>
    row.flatMap((cell, column): Value[] => {
      const [low, high] = intervals[at]?.[column] ?? [null, null];
      return columns[column]?.noisy === true ? [cell, low, high] : [cell];
    }),
  );
  return [head, ...body].map((line) => line.map(quoted).join(',')).join('\r\n') + '\r\n';
}

/** What `query run --json` prints, as it came. */
export function jsonOf(answer: QueryAnswer): string {
  return `${JSON.stringify(answer, null, 2)}\n`;
}

function quoted(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  // A spreadsheet takes a text that begins so for a formula, unless it is a number.
  const text = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
