import { UsageError } from '../errors/usage-error.ts';

/** A part of an account: `0.25` or `25%`. @throws UsageError for whatever is no part of a whole */
export function readShare(given: string): number {
  const [, digits, sign] = /^(\d*\.?\d+)\s*(%?)$/.exec(given.trim()) ?? [];
  const share = digits === undefined ? Number.NaN : Number(digits) / (sign === '%' ? 100 : 1);
  if (share >= 0 && share <= 1) return share;
  throw new UsageError('--share is no part of the account.', 'Give 0 to 1 or per cent, for example: --share 0.25');
}
