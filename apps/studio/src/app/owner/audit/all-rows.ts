import type { ExportedRow } from '@dq0/protocol';

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
