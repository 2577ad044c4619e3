import { ceilToSixDigits } from '../amount/six-digits.ts';
import { conversionTerm } from '../conversion/epsilon-at.ts';
import { ORDERS } from '../orders.ts';

/** Sensitivity of one noisy column of cells, whole numbers as text: squared L2 for Gaussian noise, L1 for Laplace. */
export interface Sensitivity {
  readonly l2Squared?: string;
  readonly l1?: string;
}

export interface CalibrationRequest {
  /** What one release alone may cost. */
  readonly epsilon: number;
  readonly delta: number;
  readonly events: readonly Sensitivity[];
}

export type CalibratedEvent =
  | { readonly kind: 'discrete_gaussian'; readonly sigma: string; readonly l2Squared: string }
  | { readonly kind: 'discrete_laplace'; readonly scale: string; readonly l1: string };

/**
 * The largest rho whose curve `rho a` converts to `epsilon` at `delta`: max over orders of `(epsilon - c(a)) / a`.
 * Zero or less when no order of the grid proves anything at so small an epsilon.
 */
export function largestRho(epsilon: number, delta: number): number {
  if (delta <= 0) return 0;
  return Math.max(...ORDERS.map((order) => (epsilon - conversionTerm(order, delta)) / order));
}

/** At or below this epsilon no Gaussian noise, however large, is proven at `delta`: calibration takes Laplace noise. */
export function smallestGaussianEpsilon(delta: number): number {
  return delta <= 0 ? Infinity : Math.min(...ORDERS.map((order) => conversionTerm(order, delta)));
}

/**
 * Noise for the events of one release: equal rho for each, `sigma = sqrt(l2Squared k / (2 rho))`, rounded up to six
 * significant digits. Where Gaussian noise proves nothing at this epsilon, or no event has a squared L2 sensitivity:
 * discrete Laplace of scale `k l1 / epsilon` for every event. Sensitivities must be above zero.
 * Null when the noise that is needed lacks its sensitivity. Throws RangeError on numbers out of range.
 */
export function calibrate({ epsilon, delta, events }: CalibrationRequest): CalibratedEvent[] | null {
  if (!Number.isFinite(epsilon) || epsilon <= 0) throw new RangeError(`epsilon must be above zero; got ${epsilon}.`);
  if (!(delta >= 0 && delta < 1)) throw new RangeError(`delta must lie between 0 and 1; got ${delta}.`);
  const rho = events.some((event) => event.l2Squared !== undefined) ? largestRho(epsilon, delta) : 0;
  const parts = events.length;
  const calibrated = events
    .map((event) => (rho > 0 ? gaussianEvent(event, parts, rho) : laplaceEvent(event, parts, epsilon)))
    .filter((event) => event !== null);
  return calibrated.length === parts ? calibrated : null;
}

function gaussianEvent({ l2Squared }: Sensitivity, parts: number, rho: number): CalibratedEvent | null {
  if (l2Squared === undefined) return null;
  const sigma = Math.sqrt((Number(l2Squared) * parts) / (2 * rho));
  return { kind: 'discrete_gaussian', sigma: ceilToSixDigits(sigma), l2Squared };
}

function laplaceEvent({ l1 }: Sensitivity, parts: number, epsilon: number): CalibratedEvent | null {
  if (l1 === undefined) return null;
  return { kind: 'discrete_laplace', scale: ceilToSixDigits((parts * Number(l1)) / epsilon), l1 };
}
