import type { QueryAnswer } from '@dq0/protocol';
import { displayWidth, padEnd, padStart } from '../terminal/display-width.ts';
import { renderTable } from '../terminal/table.ts';
import { measure } from './measure.ts';
import { compact, percent } from './numbers.ts';

/** Rows with their intervals, then what the answer cost and what remains. */
export function renderAnswer(answer: QueryAnswer): string {
  const columns = answer.columns.map(({ name, noisy, type }) => ({
    title: name,
    align: noisy || isNumber(type) ? ('right' as const) : ('left' as const),
  }));
  const cells = answer.columns.map((_, at) => renderColumn(answer, at));
  const rows = answer.rows.map((_, row) => cells.map((column) => column[row] ?? ''));
  return `${renderTable(columns, rows)}\n\n${renderCost(answer)}`;
}

export function renderCost({ spent, remaining, reused, log, check }: QueryAnswer): string {
  if (log) return 'Mock data, made from the definition alone: nothing was spent.';
  const cost = reused
    ? 'From an answer that is held: nothing was spent (--fresh asks anew, and pays).'
    : `Spent epsilon ${compact(spent.epsilon)} (delta ${compact(spent.delta)}), ${percent(spent.share)} of the budget.`;
  const left = `${percent(remaining.share)} remain, ${moreLikeThis(remaining.more)}.`;
  return `${cost} ${left}${check === 'amber' || check === 'red' ? ` The check is ${check}.` : ''}`;
}

export function moreLikeThis(more: number): string {
  return more === 0 ? 'not enough for another like this' : `enough for about ${more} more like this`;
}

/** One column of cells that line up at the sign of the interval. */
function renderColumn(answer: QueryAnswer, at: number): string[] {
  const type = answer.columns[at]?.type ?? 'string';
  const measures = answer.rows.map((row, index) => measure(row[at], answer.intervals[index]?.[at], type));
  const confidence = ` (${Math.round(answer.confidence * 100)} %)`;
  const spreads = measures.map(({ spread }) => {
    if (!spread) return '';
    return 'half' in spread ? spread.half : spread.range;
  });
  const valueWidth = Math.max(0, ...measures.map(({ value }) => displayWidth(value)));
  const spreadWidth = Math.max(0, ...spreads.map(displayWidth));
  if (spreadWidth === 0) return measures.map(({ value }) => value);
  return measures.map(({ value, spread }, index) => {
    const left = padStart(value, valueWidth);
    const right = spreads[index] ?? '';
    if (!spread) return left + ' '.repeat(spreadWidth + confidence.length + 3);
    const sign = 'half' in spread ? ' ± ' : '   ';
    return left + sign + ('half' in spread ? padStart(right, spreadWidth) : padEnd(right, spreadWidth)) + confidence;
  });
}

const isNumber = (type: string): boolean => ['integer', 'decimal', 'float'].includes(type);
