import type { ExportedRow } from '@dq0/protocol';

/**
 * The record as a file that `dq0 audit verify` reads: one row a line, then one line with the head and with how many rows
 * were given as links alone (newline-delimited JSON).
 */
export function exportedFile(rows: readonly ExportedRow[]): string {
  const { number = 0, hash = '0'.repeat(64) } = rows.at(-1) ?? {};
  const withheld = rows.filter((row) => !('salt' in row)).length;
  return [...rows, { head: { number, hash }, withheld }].map((value) => `${JSON.stringify(value)}\n`).join('');
}

/** All pages of the record, asked for one after the other until one is not full. */
export async function allRows(
  page: (after: number, limit: number) => Promise<readonly ExportedRow[]>,
  limit = 500,
): Promise<ExportedRow[]> {
  const rows: ExportedRow[] = [];
  for (;;) {
    const found = await page(rows.at(-1)?.number ?? 0, limit);
    rows.push(...found);
    if (found.length < limit) return rows;
  }
}
