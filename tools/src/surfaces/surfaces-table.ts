import { NOT_IN_COMMANDS, NOT_IN_STUDIO } from './elsewhere.ts';
import type { Surface } from './surfaces.ts';

/** The surfaces as a page of the documentation. */
export function surfacesTable(found: readonly Surface[]): string {
  const rows = found.map(({ operation, rest, commands, pages }) => [
    operation,
    commands.length > 0
      ? commands.map((command) => code(`dq0 ${command}`)).join(', ')
      : (NOT_IN_COMMANDS[operation] ?? ''),
    code(rest),
    pages.length > 0
      ? pages.map((page) => (page.startsWith('/') ? code(page) : page)).join(', ')
      : (NOT_IN_STUDIO[operation] ?? ''),
  ]);
  return [
    '# Every operation and where to find it',
    '',
    'Made by `npm run generate` from the sources: one operation, one place, three surfaces. Addresses are those of Studi0;',
    'where an operation has no command or no page, the table says why nobody needs one.',
    '',
    ...table(['operation', 'command', 'REST', 'Studi0'], rows),
    '',
  ].join('\n');
}

const code = (text: string): string => `\`${text}\``;

/** Columns as wide as their widest cell, as the formatter writes them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
