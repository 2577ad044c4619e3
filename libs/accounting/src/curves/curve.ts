import { z } from 'zod';
import { amountAbove, amountToNumber, type Amount } from '../amount/amount.ts';
import { ORDERS } from '../orders.ts';

/** Sums of curves over many events: one amount per order of the grid, and the additive delta. */
export interface Totals {
  readonly rdp: readonly Amount[];
  readonly delta: Amount;
}

/**
 * The cost of one event or of several: Renyi divergence per order (rounded up), additive delta, and the sum of the
 * pure epsilons as long as every part is pure, else null.
 */
export interface Curve extends Totals {
  readonly pure: Amount | null;
}

export const NOTHING: Curve = { rdp: ORDERS.map(() => 0n), delta: 0n, pure: 0n };

/** A curve from a formula of the order; every value is rounded up. */
export function curveFrom(divergence: (order: number) => number, pure: number | null = null): Curve {
  return {
    rdp: ORDERS.map((order) => amountAbove(divergence(order))),
    delta: 0n,
    pure: pure === null ? null : amountAbove(pure),
  };
}

/** Exact sum of any number of curves. */
export function composeCurves(curves: readonly Curve[]): Curve {
  return curves.reduce(
    (sum, curve) => ({
      ...addToTotals(sum, curve),
      pure: sum.pure === null || curve.pure === null ? null : sum.pure + curve.pure,
    }),
    NOTHING,
  );
}

/** The curve of the same event `count` times (a whole number, zero or more). */
export function repeatCurve(curve: Curve, count: number): Curve {
  const times = BigInt(count);
  return {
    rdp: curve.rdp.map((amount) => amount * times),
    delta: curve.delta * times,
    pure: curve.pure === null ? null : curve.pure * times,
  };
}

/** What is spent after one more spend. */
export function addToTotals(totals: Totals, spend: Totals): Totals {
  return {
    rdp: totals.rdp.map((amount, index) => amount + amountAt(spend, index)),
    delta: totals.delta + spend.delta,
  };
}

/** What is spent after a refund. Throws RangeError when more would be given back than was spent. */
export function removeFromTotals(totals: Totals, spend: Totals): Totals {
  const rest = {
    rdp: totals.rdp.map((amount, index) => amount - amountAt(spend, index)),
    delta: totals.delta - spend.delta,
  };
  if (rest.delta < 0n || rest.rdp.some((amount) => amount < 0n)) {
    throw new RangeError('A refund is larger than what was spent.');
  }
  return rest;
}

/** The amount at a position of the grid of orders. */
export function amountAt(totals: Totals, index: number): Amount {
  const amount = totals.rdp[index];
  if (amount === undefined) throw new RangeError(`A curve has ${ORDERS.length} orders; there is no position ${index}.`);
  return amount;
}

/** Divergence by order, for people and reports. */
export function divergences(totals: Totals): { order: number; value: number }[] {
  return ORDERS.map((order, index) => ({ order, value: amountToNumber(amountAt(totals, index)) }));
}

const AmountText = z.string().regex(/^(0|[1-9]\d*)$/);
const TotalsFields = { rdp: z.array(AmountText).length(ORDERS.length), delta: AmountText };
/** How totals are stored: digits in text, in units of 2^-80. */
export const TotalsRecord = z.strictObject(TotalsFields);
export type TotalsRecord = z.infer<typeof TotalsRecord>;
/** How a curve is stored with its spend. */
export const CurveRecord = z.strictObject({ ...TotalsFields, pure: AmountText.nullable() });
export type CurveRecord = z.infer<typeof CurveRecord>;

export function totalsToRecord(totals: Totals): TotalsRecord {
  return { rdp: totals.rdp.map(String), delta: String(totals.delta) };
}

export function totalsFromRecord(record: TotalsRecord): Totals {
  const { rdp, delta } = TotalsRecord.parse(record);
  return { rdp: rdp.map(BigInt), delta: BigInt(delta) };
}

export function curveToRecord(curve: Curve): CurveRecord {
  return { ...totalsToRecord(curve), pure: curve.pure === null ? null : String(curve.pure) };
}

export function curveFromRecord(record: CurveRecord): Curve {
  const { pure, ...totals } = CurveRecord.parse(record);
  return { ...totalsFromRecord(totals), pure: pure === null ? null : BigInt(pure) };
}
