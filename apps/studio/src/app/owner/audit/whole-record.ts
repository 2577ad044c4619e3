import type { ExportedHead, ExportedRow } from '@dq0/protocol';

interface Page {
  readonly rows: readonly ExportedRow[];
  readonly head: ExportedHead;
}

/** Where the record ends when it is first asked for, and all rows up to there; what is written meanwhile is left out. */
export async function wholeRecord(
  ask: (after: number, limit: number) => Promise<Page>,
  limit = 500,
): Promise<{ readonly rows: ExportedRow[]; readonly head: ExportedHead }> {
  const { rows: first, head } = await ask(0, limit);
  const rows: ExportedRow[] = [];
  for (let page = first; page.length > 0;) {
    rows.push(...page.filter(({ number }) => number <= head.number));
    const after = page.at(-1)?.number ?? head.number;
    if (after >= head.number) break;
    page = (await ask(after, limit)).rows;
  }
  return { rows, head };
}
