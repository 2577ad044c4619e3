import { amountToNumber, type Amount } from '../amount/amount.ts';
import { amountAt, type Totals } from '../curves/curve.ts';
import { ORDERS } from '../orders.ts';
import { primaryBudget, type AccountTerms } from './terms.ts';

/** Part of the account's limit at its primary order that a curve uses. Shares add up; one above 1 does not fit there. */
export function share(terms: AccountTerms, curve: Totals): number {
  const index = ORDERS.findIndex((order) => order === terms.primaryOrder);
  return amountToNumber(amountAt(curve, index)) / amountToNumber(primaryBudget(terms));
}

/** Part of the limit at the primary order that is left, 0 to 1. */
export function remainingShare(terms: AccountTerms, spent: Totals): number {
  return Math.max(0, 1 - share(terms, spent));
}

/**
 * How many releases of exactly this curve, one after the other, the filter would admit now.
 * Exact; capped at the largest safe integer, which also stands for a release that costs nothing.
 */
export function more(terms: AccountTerms, spent: Totals, curve: Totals): number {
  const byOrder = ORDERS.map((_, index) => {
    const budget = terms.budgets[index] ?? null;
    return budget === null ? 0n : timesWithin(budget - amountAt(spent, index), amountAt(curve, index));
  });
  const byDelta = timesWithin(terms.deltaBudget - spent.delta, curve.delta);
  const best = byOrder.reduce((most, times) => (times > most ? times : most), 0n);
  return Number(best < byDelta ? best : byDelta);
}

const LARGEST_COUNT = BigInt(Number.MAX_SAFE_INTEGER);

function timesWithin(room: Amount, cost: Amount): bigint {
  if (room < 0n) return 0n;
  if (cost === 0n) return LARGEST_COUNT;
  const times = room / cost;
  return times < LARGEST_COUNT ? times : LARGEST_COUNT;
}
