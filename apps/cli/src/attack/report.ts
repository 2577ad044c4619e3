import { compact } from '../answers/numbers.ts';
import { renderTable } from '../terminal/table.ts';
import type { Attack, Outcome } from './attacks.ts';

export interface AttackReport {
  readonly name: string;
  readonly about: string;
  readonly asked: number;
  /** Nats that speak for the target; null where they are without limit. */
  readonly evidence: number | null;
  /** Epsilon of the account: what evidence stays below, but with probability delta. */
  readonly bound: number;
  readonly succeeded: boolean;
  readonly finding: string;
}

export function reportOf({ name, about }: Attack, outcome: Outcome, bound: number): AttackReport {
  const { asked, evidence, finding } = outcome;
  const nats = Number.isFinite(evidence) ? evidence : null;
  return { name, about, asked, evidence: nats, bound, succeeded: nats === null || nats > bound, finding };
}

export function renderReports(reports: readonly AttackReport[]): string {
  const rows = reports.map(({ name, asked, evidence, bound, succeeded, finding }) => [
    name,
    String(asked),
    evidence === null ? 'certain' : compact(Number(evidence.toPrecision(3))),
    compact(bound),
    succeeded ? 'SUCCEEDED' : 'failed',
    finding,
  ]);
  const columns = [
    { title: 'attack' },
    { title: 'questions', align: 'right' as const },
    { title: 'evidence', align: 'right' as const },
    { title: 'bound', align: 'right' as const },
    { title: 'outcome' },
    { title: 'what it found' },
  ];
  const about = reports.map((report) => `  ${report.name}: ${report.about}`).join('\n');
  return [
    'One person of the sample is singled out. An attacker who has the whole file wants to know whether that person is in it.',
    about,
    renderTable(columns, rows),
    'Evidence is in nats (log of the odds); differential privacy keeps it within the epsilon of the account, apart from a chance of its delta.',
  ].join('\n\n');
}
