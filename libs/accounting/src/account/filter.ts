import { amountAt, type Totals } from '../curves/curve.ts';
import { ORDERS } from '../orders.ts';
import type { AccountTerms } from './terms.ts';

export type FilterVerdict =
  | { readonly admitted: true; /** The smallest order that had room. */ readonly order: number }
  | { readonly admitted: false; readonly reason: 'delta' | 'epsilon' };

/**
 * The privacy filter: a request is admitted iff the additive deltas stay within their part and at least one order has
 * room for everything spent so far and the request (`sum e(a) + e_new(a) <= B(a)`). Exact: no rounding takes place.
 * `spent` holds committed and reserved spends alike.
 */
export function admits(terms: AccountTerms, spent: Totals, request: Totals): FilterVerdict {
  if (spent.delta + request.delta > terms.deltaBudget) return { admitted: false, reason: 'delta' };
  const order = ORDERS.find((_, index) => {
    const budget = terms.budgets[index] ?? null;
    return budget !== null && amountAt(spent, index) + amountAt(request, index) <= budget;
  });
  return order === undefined ? { admitted: false, reason: 'epsilon' } : { admitted: true, order };
}
