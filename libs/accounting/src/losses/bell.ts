import type { LossGrid } from './loss-grid.ts';

/** Part of a distribution that is normal in `t`, with the loss there. */
export interface Bell {
  readonly weight: number;
  /** Beyond `-reach` and `reach` it is not followed. */
  readonly reach: number;
  /** Monotone in `t`. */
  readonly lossAt: (t: number) => number;
  /** The `t` of a loss. */
  readonly placeOf: (loss: number) => number;
}

/** A `t` beyond which a normal variable lies with at most `tail` (both sides together): `P(|t| > r) <= e^(-r^2 / 2)`. */
export function reachOf(tail: number): number {
  return Math.sqrt(-2 * Math.log(Math.min(tail, 0.5)));
}

/** Gauss-Legendre rule of six points on [-1, 1] (Abramowitz and Stegun, table 25.4). */
const NODES = [0.238619186083196909, 0.661209386466264514, 0.932469514203152028];
const WEIGHTS = [0.467913934572691047, 0.360761573048138608, 0.171324492379170345];
/** On a width of half a deviation the rule is exact to 15 digits. */
const WIDEST = 0.5;
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

/**
 * Puts a bell on the grid by integrating piece by piece: between two grid points the part that goes up is smooth, so
 * the rule gives it to the last digits, and nothing cancels.
 */
export function addBell(grid: LossGrid, { weight, reach, lossAt, placeOf }: Bell): void {
  const ends = [lossAt(-reach), lossAt(reach)];
  const from = Math.ceil(Math.min(...ends) / grid.step);
  const to = Math.floor(Math.max(...ends) / grid.step);
  const places = [-reach];
  for (let t = -reach + WIDEST; t < reach; t += WIDEST) places.push(t);
  for (let k = from; k <= to; k += 1) {
    const place = placeOf(k * grid.step);
    if (place > -reach && place < reach) places.push(place);
  }
  const sorted = Float64Array.from([...places, reach]).sort();
  for (let i = 1; i < sorted.length; i += 1) addPiece(sorted[i - 1] ?? 0, sorted[i] ?? 0);

  function addPiece(low: number, high: number): void {
    const half = (high - low) / 2;
    if (half <= 0) return;
    for (let node = 0; node < NODES.length; node += 1) {
      const part = ((WEIGHTS[node] ?? 0) * half * weight) / ROOT_TWO_PI;
      for (const side of [-1, 1]) {
        const t = low + half + side * half * (NODES[node] ?? 0);
        grid.add(lossAt(t), part * Math.exp(-(t * t) / 2));
      }
    }
  }
}
