import { z } from 'zod';
import { amountBelow, amountToNumber, type Amount } from '../amount/amount.ts';
import { conversionTerm } from '../conversion/epsilon-at.ts';
import { ORDERS } from '../orders.ts';

/**
 * The terms of a budget account, fixed when it is made and never changed.
 * `weights` and `budgets` have one entry per order of the grid; a budget is null where the order cannot be used.
 */
export interface AccountTerms {
  readonly epsilon: number;
  readonly delta: number;
  readonly weights: readonly number[];
  readonly primaryOrder: number;
  readonly budgets: readonly (Amount | null)[];
  /** Limit for the sum of additive deltas. */
  readonly deltaBudget: Amount;
}

/** Part of delta that the orders share by weight; the rest is for additive deltas. */
const CURVE_PART = 0.9;
const ADDITIVE_PART = 0.1;
const PRIMARY_WEIGHT = 0.8;
const OTHER_WEIGHT = (1 - PRIMARY_WEIGHT) / (ORDERS.length - 1);
/** Outward rounding of a budget, relative to the size of its parts. */
const ROUNDING = 1e-13;

/**
 * The terms for a target (epsilon, delta):
 * `B(a) = epsilon + ln(a/(a-1)) - (ln(1/(w_a 0.9 delta)) - ln a)/(a-1)`, weight 0.8 on the order with the largest
 * `B(a)/a` when it has that weight, the rest equal; only orders with `B(a) > 0` count.
 * Throws RangeError when epsilon or delta is out of range, or so small that no order could ever admit anything.
 */
export function accountTerms(epsilon: number, delta: number): AccountTerms {
  if (!Number.isFinite(epsilon) || epsilon <= 0) throw new RangeError(`epsilon must be above zero; got ${epsilon}.`);
  if (!(delta > 0 && delta < 1)) throw new RangeError(`delta must lie between 0 and 1; got ${delta}.`);
  const primaryOrder = choosePrimaryOrder(epsilon, delta);
  const weights = ORDERS.map((order) => (order === primaryOrder ? PRIMARY_WEIGHT : OTHER_WEIGHT));
  const budgets = ORDERS.map((order, index) => {
    const budget = orderBudget(order, weights[index] ?? 0, epsilon, delta);
    return budget > 0 ? amountBelow(budget) : null;
  });
  if (budgets.every((budget) => budget === null)) {
    throw new RangeError(`An epsilon of ${epsilon} is too small for a delta of ${delta}: nothing could be admitted.`);
  }
  return { epsilon, delta, weights, primaryOrder, budgets, deltaBudget: amountBelow(ADDITIVE_PART * delta) };
}

function choosePrimaryOrder(epsilon: number, delta: number): number {
  const worth = (order: number): number => orderBudget(order, PRIMARY_WEIGHT, epsilon, delta) / order;
  return ORDERS.reduce<number>((best, order) => (worth(order) > worth(best) ? order : best), ORDERS[0]);
}

/** B(a), rounded down. */
function orderBudget(order: number, weight: number, epsilon: number, delta: number): number {
  const term = conversionTerm(order, weight * CURVE_PART * delta);
  return epsilon - term - ROUNDING * (epsilon + Math.abs(term));
}

/** The limit at the primary order, in nats. */
export function primaryBudget(terms: AccountTerms): Amount {
  const budget = terms.budgets[ORDERS.findIndex((order) => order === terms.primaryOrder)];
  if (budget === undefined || budget === null) throw new RangeError('The primary order of an account has no budget.');
  return budget;
}

const AmountText = z.string().regex(/^(0|[1-9]\d*)$/);
/** How the terms of an account are stored and shown. Amounts are digits in text, in units of 2^-80. */
export const AccountTermsRecord = z.strictObject({
  epsilon: z.number().positive(),
  delta: z.number().positive(),
  weights: z.array(z.number().positive()).length(ORDERS.length),
  primaryOrder: z.literal(ORDERS),
  budgets: z.array(AmountText.nullable()).length(ORDERS.length),
  deltaBudget: AmountText,
});
export type AccountTermsRecord = z.infer<typeof AccountTermsRecord>;

export function termsToRecord(terms: AccountTerms): AccountTermsRecord {
  return AccountTermsRecord.parse({
    ...terms,
    budgets: terms.budgets.map((budget) => (budget === null ? null : String(budget))),
    deltaBudget: String(terms.deltaBudget),
  });
}

export function termsFromRecord(record: AccountTermsRecord): AccountTerms {
  const stored = AccountTermsRecord.parse(record);
  return {
    ...stored,
    budgets: stored.budgets.map((budget) => (budget === null ? null : BigInt(budget))),
    deltaBudget: BigInt(stored.deltaBudget),
  };
}

/** The account's limits by order, for people and reports. */
export function budgetsByOrder(terms: AccountTerms): { order: number; weight: number; budget: number | null }[] {
  return ORDERS.map((order, index) => {
    const budget = terms.budgets[index] ?? null;
    return { order, weight: terms.weights[index] ?? 0, budget: budget === null ? null : amountToNumber(budget) };
  });
}
