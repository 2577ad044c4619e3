import type { QueryPlan } from '@dq0/protocol';
import { renderTable } from '../terminal/table.ts';
import { compact, decimalsFor, grouped, percent } from './numbers.ts';

/** The price of a question, the errors to expect and where the noise comes from. */
export function renderPlan(plan: QueryPlan): string {
  const { spends, remaining, threshold, reused } = plan;
  const price = `Would spend epsilon ${compact(spends.epsilon)} (delta ${compact(spends.delta)}), ${percent(spends.share)} of the budget.`;
  const left = `${percent(remaining.share)} remain now, ${roomFor(remaining.more)}.`;
  const parts = [`${price} ${left}`, renderErrors(plan), renderMechanisms(plan)];
  if (threshold) {
    parts.push(
      `Groups of fewer than about ${grouped(threshold.units)} people are left out (delta ${compact(threshold.delta)}).`,
    );
  }
  if (reused) parts.unshift('An answer is held: asking this costs nothing. With --fresh it is asked anew:');
  return parts.filter((part) => part !== '').join('\n\n');
}

/** @param more how many like this fit now, this one among them */
function roomFor(more: number): string {
  if (more === 0) return 'not enough for this';
  return more === 1
    ? 'enough for this one and no other like it'
    : `enough for this one and about ${more - 1} more like it`;
}

function renderErrors({ errors }: QueryPlan): string {
  if (errors.length === 0) return '';
  const rows = errors.map(({ column, halfWidth95 }) => [
    column,
    halfWidth95 === null ? 'depends on the answer' : `± ${grouped(halfWidth95, decimalsFor(halfWidth95))} (95 %)`,
  ]);
  return renderTable([{ title: 'column' }, { title: 'expected error', align: 'right' }], rows);
}

function renderMechanisms({ mechanisms }: QueryPlan): string {
  if (mechanisms.length === 0) return '';
  const rows = mechanisms.map(({ column, part, kind, scale, sensitivity }) => [
    column,
    part,
    kind,
    grouped(scale),
    grouped(sensitivity),
  ]);
  const columns = [
    { title: 'noise on' },
    { title: 'part' },
    { title: 'kind' },
    { title: 'scale', align: 'right' as const },
    { title: 'sensitivity', align: 'right' as const },
  ];
  return renderTable(columns, rows);
}
