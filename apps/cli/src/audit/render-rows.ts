import type { AuditRow } from '@dq0/protocol';
import { renderFacts, renderTable } from '../terminal/table.ts';

const COLUMNS = [
  { title: 'number', align: 'right' },
  { title: 'time' },
  { title: 'actor' },
  { title: 'action' },
  { title: 'object' },
  { title: 'outcome' },
] as const;

/** Rows of the audit record as a table, without salts and hashes. */
export function renderAuditRows(rows: readonly AuditRow[]): string {
  return renderTable(
    COLUMNS,
    rows.map(({ number, time, actor, action, object, outcome }) => [
      String(number),
      time,
      actor,
      action,
      object ?? '-',
      outcome,
    ]),
  );
}

/** One row with everything it says. */
export function renderAuditRow({ facts, ...row }: AuditRow): string {
  const said = Object.entries({ ...row, ...facts });
  return renderFacts(said.map(([name, value]) => [name, value === null ? '-' : String(value)]));
}
