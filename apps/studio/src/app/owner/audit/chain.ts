interface Link {
  readonly number: number;
  readonly previous: string;
  readonly hash: string;
}

/** Whether rows in order name each one the row before, and end where the head of the record is. */
export function gapIn(
  rows: readonly Link[],
  head: { readonly number: number; readonly hash: string },
): number | undefined {
  for (const [at, row] of rows.entries()) {
    const before = rows[at - 1];
    if (before !== undefined && (row.number !== before.number + 1 || row.previous !== before.hash)) return row.number;
  }
  const last = rows.at(-1);
  return last?.number === head.number && last.hash !== head.hash ? last.number : undefined;
}
