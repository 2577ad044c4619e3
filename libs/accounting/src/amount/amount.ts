/**
 * Amounts of privacy loss and of delta as whole multiples of 2^-80.
 *
 * Sums of whole numbers are exact and do not depend on the order in which they are made, so 100,000 spends drift
 * neither up nor down, and a refund takes away exactly what was added. A delta of 1e-15 still has nine digits.
 */
export type Amount = bigint;

const FRACTION_BITS = 80;
const UNITS_PER_ONE = 2 ** FRACTION_BITS;

/**
 * What floating point may have lost in a formula, relative to its result; stated once and added to every curve value.
 * The formulas in `curves/` are free of cancellation and stay below 1e-12.
 */
export const CURVE_MARGIN = 1e-11;

/** Smallest amount that is not below `value` (a finite number, zero or more) widened by `CURVE_MARGIN`. */
export function amountAbove(value: number): Amount {
  assertAmount(value);
  return BigInt(Math.ceil(value * (1 + CURVE_MARGIN) * UNITS_PER_ONE));
}

/** Largest amount that is not above `value` (a finite number, zero or more) exactly as given. */
export function amountBelow(value: number): Amount {
  assertAmount(value);
  return BigInt(Math.floor(value * UNITS_PER_ONE));
}

/** The nearest double (relative error at most 2^-53). */
export function amountToNumber(amount: Amount): number {
  return Number(amount) / UNITS_PER_ONE;
}

function assertAmount(value: number): void {
  if (!Number.isFinite(value) || value < 0) {
    throw new RangeError(`An amount is a finite number, zero or more; got ${value}.`);
  }
}
