import { addBell, reachOf } from './bell.ts';
import type { LossDistribution } from './loss-distribution.ts';
import { LossGrid } from './loss-grid.ts';

/** How finely the losses of one mechanism are taken up. */
export interface Sampling {
  /** Grid points from the lowest to the highest loss, about. */
  readonly points: number;
  /** Probability that may be cut off. */
  readonly tail: number;
}

/** Losses when a unit is removed and when one is added: the neighbours change places. */
export interface Losses {
  readonly removed: LossDistribution;
  readonly added: LossDistribution;
}

const symmetric = (losses: LossDistribution): Losses => ({ removed: losses, added: losses });

/**
 * Any mechanism of pure `epsilon`: two outcomes, `+epsilon` and `-epsilon`, as in randomised response, which dominates
 * all of them (Kairouz, Oh, Viswanath 2015).
 */
export function pureLosses(epsilon: number, { points }: Sampling): Losses {
  const grid = new LossGrid(-epsilon, epsilon, points);
  grid.add(epsilon, 1 / (1 + Math.exp(-epsilon)));
  grid.add(-epsilon, 1 / (1 + Math.exp(epsilon)));
  return symmetric(grid.toDistribution(0));
}

/**
 * Integer Laplace noise of decay `rate` a step, for one number that moves by `l1` steps: the loss is
 * `rate (l1 - 2 min(k, l1))`, `k = 0` with probability `1 / (1 + e^-rate)`, then geometric. Several numbers that move
 * by `l1` together lose less: their sum of such minima is stochastically larger, and only losses above zero count.
 * Runs of far too many outcomes are taken together and split between the losses at their ends.
 */
export function laplaceLosses(rate: number, l1: number, { points, tail }: Sampling): Losses {
  const epsilon = rate * l1;
  const grid = new LossGrid(-epsilon, epsilon, points);
  const share = 1 / (1 + Math.exp(-rate));
  grid.add(epsilon, share);
  // Outcomes from `end` on have the loss -epsilon, or are rarer than the tail and may have the loss before it.
  const end = Math.min(l1, Math.ceil(-Math.log(tail) / rate) + 1);
  const run = Math.max(1, Math.ceil(end / points));
  for (let k = 1; k < end; k += run) {
    const length = Math.min(run, end - k);
    const last = k + length - 1;
    const mass = share * (Math.exp(-rate * k) - Math.exp(-rate * (last + 1)));
    const width = 2 * rate * (length - 1);
    const upper = length === 1 ? mass : runUpperMass(rate, length, share * Math.exp(-rate * last));
    grid.add(rate * (l1 - 2 * k), Math.min(mass, upper));
    if (length > 1) grid.add(rate * (l1 - 2 * k) - width, Math.max(0, mass - upper));
  }
  grid.add(end === l1 ? -epsilon : rate * (l1 - 2 * (end - 1)), share * Math.exp(-rate * end));
  return symmetric(grid.toDistribution(0));
}

/** `sum_j m e^(rate j) (1 - e^(-2 rate j)) / (1 - e^(-2 rate (length - 1)))`, j from 0 to length - 1, in closed form. */
function runUpperMass(rate: number, length: number, lastTerm: number): number {
  const sum = (2 * Math.sinh((rate * length) / 2) * Math.sinh((rate * (length - 1)) / 2)) / Math.sinh(rate / 2);
  return (-Math.expm1(-rate) * lastTerm * sum) / -Math.expm1(-2 * rate * (length - 1));
}

/** From this sigma on integer Gaussian noise is followed as continuous noise, narrower by the relative difference. */
const SMOOTH_SIGMA = 512;

/**
 * Integer Gaussian noise of width `sigma` for one number that moves by `sqrt(l2Squared)` steps. Where that is no whole
 * number, the grid of the noise is scaled until it is: same Renyi curve, whole shift.
 */
export function discreteGaussianLosses(sigma: number, l2Squared: number, sampling: Sampling): Losses {
  const move = Math.sqrt(l2Squared);
  const shift = Math.ceil(move);
  const width = (sigma * shift) / move;
  if (width >= SMOOTH_SIGMA) return gaussianLosses((move / sigma) * (1 + 1 / width ** 2), sampling);
  const reach = Math.ceil(width * reachOf(sampling.tail)) + 1;
  const lossAt = (x: number): number => ((shift / width) * (shift - 2 * x)) / (2 * width);
  const grid = new LossGrid(lossAt(reach), lossAt(-reach), sampling.points);
  for (let x = -reach; x <= reach; x += 1) grid.add(lossAt(x), Math.exp(-(x * x) / (2 * width * width)));
  return symmetric(grid.toDistribution(sampling.tail));
}

/** Continuous Gaussian noise of width one for a number that moves by `move`: the loss is normal. */
export function gaussianLosses(move: number, { points, tail }: Sampling): Losses {
  const reach = reachOf(tail);
  const lossAt = (t: number): number => (move / 2 + t) * move;
  const grid = new LossGrid(lossAt(-reach), lossAt(reach), points);
  addBell(grid, { weight: 1, reach, lossAt, placeOf: (loss) => loss / move - move / 2 });
  return symmetric(grid.toDistribution(tail));
}

/**
 * One Gaussian release over a Poisson sample at rate `q` (below one), noise `sigma` times the sensitivity:
 * `(1-q) N(0, sigma^2) + q N(1, sigma^2)` against `N(0, sigma^2)`, which dominates it (Zhu, Dong, Wang 2022).
 */
export function poissonGaussianLosses(q: number, sigma: number, { points, tail }: Sampling): Losses {
  const scale = sigma * sigma;
  const lossAt = (x: number): number => {
    const y = (x - 0.5) / scale;
    return y < 30 ? Math.log1p(q * Math.expm1(y)) : y + Math.log(q) + Math.log1p(((1 - q) / q) * Math.exp(-y));
  };
  const placeOf = (loss: number): number => {
    const y = loss < 30 ? Math.log1p(Math.expm1(loss) / q) : loss - Math.log(q) + Math.log1p((q - 1) * Math.exp(-loss));
    return y * scale + 0.5;
  };
  const around = (centre: number, weight: number, sign: number) => ({
    weight,
    reach: reachOf(tail / weight),
    lossAt: (t: number): number => sign * lossAt(centre + sigma * t),
    placeOf: (loss: number): number => (placeOf(sign * loss) - centre) / sigma,
  });
  const bells = [around(0, 1 - q, 1), around(1, q, 1)];
  const ends = bells.flatMap(({ reach, lossAt: at }) => [at(-reach), at(reach)]);
  const removed = new LossGrid(Math.min(...ends), Math.max(...ends), points);
  for (const bell of bells) addBell(removed, bell);
  const other = around(0, 1, -1);
  const added = new LossGrid(other.lossAt(other.reach), other.lossAt(-other.reach), points);
  addBell(added, other);
  return { removed: removed.toDistribution(2 * tail), added: added.toDistribution(tail) };
}
