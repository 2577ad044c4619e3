import { amountBelow, amountToNumber, type Amount } from '../amount/amount.ts';
import { amountAt, type Totals } from '../curves/curve.ts';
import { ORDERS } from '../orders.ts';

/**
 * `c(a) = ln((a-1)/a) - (ln delta + ln a)/(a-1)`: what the conversion of a divergence of order `a` to
 * (epsilon, delta) adds (Canonne, Kamath, Steinke 2020, proposition 12; Balle et al. 2020).
 */
export function conversionTerm(order: number, delta: number): number {
  return Math.log1p(-1 / order) - (Math.log(delta) + Math.log(order)) / (order - 1);
}

/**
 * Smallest epsilon that a curve proves at `delta` (0 to 1): the tight conversion at the best order, and at most the
 * pure epsilon where every part is pure. The additive delta comes out of `delta` first. Never below zero;
 * Infinity when nothing is proven. Rounded up: never below what the curve implies.
 */
export function epsilonAt(curve: Totals & { readonly pure?: Amount | null }, delta: number): number {
  const rest = restOfDelta(curve.delta, delta);
  if (rest < 0) return Infinity;
  const pure = curve.pure === undefined || curve.pure === null ? Infinity : amountToNumber(curve.pure);
  if (rest === 0) return pure;
  const byOrder = ORDERS.map((order, index) =>
    sumAbove(amountToNumber(amountAt(curve, index)), conversionTerm(order, rest)),
  );
  return Math.max(0, Math.min(pure, ...byOrder));
}

/** What is left of `delta`; below zero when the additive part alone is above it. */
function restOfDelta(additive: Amount, delta: number): number {
  if (!(delta >= 0 && delta <= 1)) throw new RangeError(`A delta lies between 0 and 1; got ${delta}.`);
  return additive === 0n ? delta : amountToNumber(amountBelow(delta) - additive);
}

/** Rounding of the logarithms and of the sum, a few units in the last place. */
const ROUNDING = 2 ** -50;

function sumAbove(divergence: number, term: number): number {
  return divergence + term + ROUNDING * (divergence + Math.abs(term));
}
