import {
  coarsen,
  convolve,
  lengthOn,
  momentsOf,
  refine,
  truncate,
  upperPart,
  type LossDistribution,
} from './loss-distribution.ts';

/** How finely losses are followed. */
export interface Precision {
  /** Most grid points of a distribution that is added to another: time grows with its square. */
  readonly points: number;
  /** Probability that may be cut off in all. */
  readonly tail: number;
}

/** A calculation that pauses between its steps of some milliseconds. */
export type Steps<T> = Generator<undefined, T, undefined>;

/** What one coarser grid may add to `mean + 5 sd`, relative: the size of an epsilon at a small delta. */
const COARSENING = 5e-5;
const DEVIATIONS = 5;
/** So many points are no burden, and show what happens near the largest losses, which mean and deviation do not tell. */
const KEPT = 768;

/** The coarsest grid that costs next to nothing, and at most `points` of it. */
export function settle(losses: LossDistribution, points: number): LossDistribution {
  let settled = losses;
  while (settled.masses.length > points || (settled.masses.length > KEPT && isCheap(settled, NO_MOMENTS))) {
    settled = coarsen(settled);
  }
  return settled;
}

/** Losses of two independent releases together; at most `2 tail` is cut off. */
export function compose(
  left: LossDistribution,
  right: LossDistribution,
  { points, tail }: Precision,
): LossDistribution {
  let [fine, coarse] = left.step <= right.step ? [left, right] : [right, left];
  const beside = momentsOf(coarse);
  while (fine.step < coarse.step && (lengthOn(coarse, fine.step) > points || isCheap(fine, beside)))
    fine = coarsen(fine);
  coarse = refine(coarse, fine.step);
  while (fine.masses.length > points || coarse.masses.length > points)
    [fine, coarse] = [coarsen(fine), coarsen(coarse)];
  return settle(truncate(convolve(fine, coarse), tail), points);
}

/**
 * Losses of the same release `count` times, by repeated doubling; at most `precision.tail` is cut off. Yields after each
 * convolution: whoever must stay responsive rests there.
 */
export function* repeat(once: LossDistribution, count: bigint, { points, tail }: Precision): Steps<LossDistribution> {
  const perStep = tail / (4 * count.toString(2).length);
  let power = once;
  let result: LossDistribution | undefined;
  for (let rest = count; ; power = compose(power, power, { points, tail: perStep / Number(rest) })) {
    if (rest % 2n === 1n) result = result ? compose(result, power, { points, tail: perStep }) : power;
    rest /= 2n;
    if (rest === 0n) return result ?? power;
    yield;
  }
}

/** Losses of all releases together. The narrowest are added first, so that a coarse grid never meets a fine one. */
export function* composeAll(
  parts: readonly LossDistribution[],
  { points, tail }: Precision,
): Steps<LossDistribution | null> {
  const each = { points, tail: tail / (2 * Math.max(1, parts.length)) };
  const queue = parts.map((losses) => ({ losses, width: widthOf(losses) })).sort((a, b) => a.width - b.width);
  for (;;) {
    const [first, second] = queue.splice(0, 2);
    if (first === undefined || second === undefined) return first?.losses ?? null;
    const losses = compose(first.losses, second.losses, each);
    const width = widthOf(losses);
    const after = queue.findIndex((other) => other.width > width);
    queue.splice(after < 0 ? queue.length : after, 0, { losses, width });
    yield;
  }
}

/** What orders distributions by how fine a grid they need. */
function widthOf(losses: LossDistribution): number {
  const { mean, variance } = momentsOf(losses);
  return Math.sqrt(variance) + Math.abs(mean);
}

interface Moments {
  readonly mean: number;
  readonly variance: number;
}
const NO_MOMENTS: Moments = { mean: 0, variance: 0 };

/**
 * Whether the next coarser grid adds next to nothing to these losses and independent ones `beside` them. Only masses
 * between the new grid points move: what that does to mean and deviation is known exactly.
 */
function isCheap(losses: LossDistribution, beside: Moments): boolean {
  const { step, first, masses } = losses;
  const { mean, variance } = momentsOf(losses);
  let moving = 0;
  let offset = 0;
  for (let i = Math.abs(first % 2) === 1 ? 0 : 1; i < masses.length; i += 2) {
    const mass = masses[i] ?? 0;
    moving += mass;
    offset += mass * ((first + i) * step - mean);
  }
  const drift = step * (2 * upperPart(step, 2 * step) - 1);
  const shift = moving * drift;
  const spread = moving * step * step + 2 * offset * drift - shift * shift;
  const before = variance + beside.variance;
  const cost = shift + DEVIATIONS * (Math.sqrt(Math.max(0, before + spread)) - Math.sqrt(before));
  return cost <= COARSENING * (Math.abs(mean + beside.mean) + DEVIATIONS * Math.sqrt(before));
}
