import type { QueryAnswer } from '@dq0/protocol';
import { decimalsFor, grouped } from './numbers.ts';

type Cell = QueryAnswer['rows'][number][number];
type Interval = QueryAnswer['intervals'][number][number];

/** A cell in parts, so that a column can line up at the sign: value, then `± half` or `[low, high]`. */
export interface Measure {
  readonly value: string;
  readonly spread: { readonly half: string } | { readonly range: string } | undefined;
}

/** A cell with its interval, rounded to what the noise leaves. */
export function measure(cell: Cell | undefined, interval: Interval | undefined, type: string): Measure {
  const exact = { value: plainCell(cell), spread: undefined };
  if (!interval || (typeof cell !== 'number' && typeof cell !== 'string')) return exact;
  const [low, high] = interval;
  if (low === null || high === null) return { ...exact, spread: { range: `[${bound(low)}, ${bound(high)}]` } };
  const half = (Number(high) - Number(low)) / 2;
  const decimals = type === 'integer' ? undefined : decimalsFor(half);
  const shown = (value: number | string): string =>
    grouped(typeof value === 'number' ? value : integerOr(value), decimals);
  const offCentre = Math.abs(Number(cell) - (Number(low) + Number(high)) / 2);
  if (!Number.isFinite(half) || offCentre > 0.1 * half + 0.5 * 10 ** -(decimals ?? 0)) {
    return { value: shown(cell), spread: { range: `[${shown(low)}, ${shown(high)}]` } };
  }
  return { value: shown(cell), spread: { half: shown(type === 'integer' ? Math.round(half) : half) } };
}

function plainCell(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return 'NULL';
  return typeof cell === 'number' ? grouped(cell) : String(cell);
}

/** Decimals come as text too: shown as numbers where that loses nothing that is shown. */
const integerOr = (text: string): number | string => (/^-?\d+$/.test(text) ? text : Number(text));

const bound = (value: number | string | null): string => (value === null ? 'unknown' : grouped(value));
