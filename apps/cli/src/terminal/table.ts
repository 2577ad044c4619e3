import { displayWidth, padEnd, padStart } from './display-width.ts';
import { printable } from './printable.ts';

export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Lines of a table with two blanks between columns. Cells are made printable here; long ones are cut at `maxWidth`. */
export function renderTable(
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
  maxWidth = 60,
): string {
  const cut = (text: string): string => (displayWidth(text) <= maxWidth ? text : `${cutTo(text, maxWidth - 1)}…`);
  const cells = [columns.map(({ title }) => title), ...rows].map((row) => row.map((cell) => cut(printable(cell))));
  const widths = columns.map((_, at) => Math.max(...cells.map((row) => displayWidth(row[at] ?? ''))));
  return cells
    .map((row) =>
      columns
        .map(({ align }, at) => (align === 'right' ? padStart : padEnd)(row[at] ?? '', widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The beginning of a text, up to a width. */
function cutTo(text: string, width: number): string {
  let cut = '';
  for (const character of text) {
    if (displayWidth(cut + character) > width) break;
    cut += character;
  }
  return cut;
}

/** Lines of `name  value`, for one thing with many sides. */
export function renderFacts(facts: readonly (readonly [name: string, value: string])[]): string {
  const width = Math.max(0, ...facts.map(([name]) => displayWidth(name)));
  return facts.map(([name, value]) => `${padEnd(name, width)}  ${printable(value)}`.trimEnd()).join('\n');
}
