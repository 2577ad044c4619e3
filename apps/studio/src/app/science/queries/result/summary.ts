import type { QueryAnswer } from '@dq0/protocol';
import { shareText } from '../../../ui/numbers/share.ts';

/** How much came, and what it used. */
export function summaryOf({ rows, spent, reused }: QueryAnswer, mock: boolean): string {
  const count = rows.length === 1 ? '1 row' : `${rows.length.toLocaleString('en')} rows`;
  if (mock) return `${count}, invented; used nothing`;
  return reused ? `${count}, free, already held` : `${count}, used ${shareText(spent.share)}, asking again is free`;
}
