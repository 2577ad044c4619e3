import type { ExportedHead, ExportedRow } from './operations/audit/audit-row.ts';

/** Of rows about others the reader is given the link alone. */
export const withheldOf = (rows: readonly ExportedRow[]): number => rows.filter((row) => !('salt' in row)).length;

/** The record as a file: one row a line, then one line with the signed head and how many rows are links (newline-delimited JSON). */
export function auditLines(rows: readonly ExportedRow[], head: ExportedHead): string {
  return [...rows, { head, withheld: withheldOf(rows) }].map((value) => `${JSON.stringify(value)}\n`).join('');
}
