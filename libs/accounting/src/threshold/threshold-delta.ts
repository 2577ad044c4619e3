/** Integer noise: a discrete Gaussian of deviation `scale`, or a discrete Laplace of that scale. */
export interface IntegerNoise {
  readonly kind: 'discrete_gaussian' | 'discrete_laplace';
  readonly scale: number;
}

/** Below this sigma the tail is summed term by term; above, it is bounded by an integral. */
const SUMMED_UP_TO = 300;
const ROUNDING = 1 + 1e-12;

/**
 * P(X >= first) for a whole `first` of at least 1, never below it. Laplace: `p^first / (1 + p)`, p = exp(-1/b).
 * Gaussian: summed; above sigma 300 the sum of the convex tail is at most the integral from first - 1/2 on, and the
 * normal tail at most `exp(-a^2/2) 4 / (3a + sqrt(a^2 + 8)) / sqrt(2 pi)` (Sampford 1953).
 */
export function noiseTail({ kind, scale }: IntegerNoise, first: number): number {
  if (kind === 'discrete_laplace') return (Math.exp(-first / scale) / (1 + Math.exp(-1 / scale))) * ROUNDING;
  if (scale > SUMMED_UP_TO) {
    const a = (first - 0.5) / scale;
    if (a <= 1) return 0.5;
    return ((Math.exp((-a * a) / 2) * 4) / (3 * a + Math.sqrt(a * a + 8)) / Math.sqrt(2 * Math.PI)) * ROUNDING;
  }
  const reach = Math.ceil(40 * scale) + 1;
  const beyond = sumOfWeights(scale, first, first + reach);
  return (beyond / (1 + 2 * sumOfWeights(scale, 1, reach))) * ROUNDING;
}

/**
 * What a threshold on unknown groups may fail by: a group is kept iff its noisy units reach `least`, and a unit may be
 * alone in `groups` groups. `1 - (1 - P(X >= least - 1))^groups`, rounded up.
 */
export function thresholdDeltaOf(noise: IntegerNoise, least: number, groups: number): number {
  if (least < 2) return 1;
  return -Math.expm1(groups * Math.log1p(-noiseTail(noise, least - 1))) * ROUNDING;
}

/** Sum of exp(-k^2 / 2 sigma^2) from `first` to below `end`, smallest terms first. */
function sumOfWeights(sigma: number, first: number, end: number): number {
  let total = 0;
  for (let k = end - 1; k >= first; k -= 1) total += Math.exp((-k * k) / (2 * sigma * sigma));
  return total;
}
