import { epsilonAt } from '../conversion/epsilon-at.ts';
import { curveOf, curveOfAll } from '../curves/curve-of.ts';
import type { PrivacyEvent } from '../events/event.ts';
import { composeAll, repeat, settle, type Precision, type Steps } from './compose-losses.ts';
import { epsilonOf, type LossDistribution } from './loss-distribution.ts';
import {
  discreteGaussianLosses,
  gaussianLosses,
  laplaceLosses,
  poissonGaussianLosses,
  pureLosses,
  type Losses,
  type Sampling,
} from './mechanism-losses.ts';
import { repetitionsOf, type Repetition, type SingleEvent } from './repetitions.ts';

/** Part of delta that may be cut off from the ends of the distributions. */
const CUT_OFF = 1e-4;
/** Below this, products of probabilities are no longer numbers. */
const SMALLEST_DELTA = 1e-100;
/** Multiplications that all convolutions together may take, about: a few seconds. */
const WORK = 2e9;
const FEWEST_POINTS = 128;
const MOST_POINTS = 2048;
/** A mechanism is taken up on a finer grid than it is added on. */
const FINER = 2;
/** Convolutions beyond which a list has too many kinds of release to follow them all in a few seconds. */
const MOST_ADDITIONS = 6000;
/** Parameters below stand for losses that nobody could tell from none; they are taken as this. */
const SMALLEST = 1e-60;
/** What sums of doubles may have lost, relative. */
const ROUNDING = 1e-12;

/**
 * Epsilon of these events at `delta` by composing their privacy loss distributions: an upper bound of the exact value,
 * above it by a few thousandths at most on the lists of the fixture, and never above that of the curves (`epsilonAt`),
 * which bounds it as well. `zcdp` stands for the Gaussian mechanism that attains its rho. Where there are too many kinds of release
 * (`isFollowed`), it is the figure of the curves. For reports: admission asks the filter.
 */
export function epsilonByLosses(events: readonly PrivacyEvent[], delta: number): number {
  const steps = epsilonByLossesInSteps(events, delta);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, with pauses between steps of some milliseconds for whoever has other things to do. */
export function* epsilonByLossesInSteps(events: readonly PrivacyEvent[], delta: number): Steps<number> {
  const byCurves = epsilonAt(curveOfAll(events), delta);
  const repetitions = repetitionsOf(events);
  const additive = repetitions.reduce((sum, { event, count }) => sum + additiveDelta(event) * Number(count), 0);
  const rest = delta - additive * (1 + ROUNDING);
  if (!(rest >= SMALLEST_DELTA) || additionsOf(repetitions) > MOST_ADDITIONS) return byCurves;
  return Math.min(byCurves, yield* epsilonOfRepetitions(repetitions, rest));
}

/** Whether there are few enough kinds of release to follow the losses of each. */
export function isFollowed(events: readonly PrivacyEvent[]): boolean {
  return additionsOf(repetitionsOf(events)) <= MOST_ADDITIONS;
}

/** The larger of both directions: a unit removed, and a unit added. */
function* epsilonOfRepetitions(repetitions: readonly Repetition[], delta: number): Steps<number> {
  const rho = repetitions.reduce((sum, { event, count }) => sum + gaussianRho(event) * Number(count), 0);
  const others = repetitions.filter(isAddedUp);
  const parts = others.length + 1;
  const points = pointsFor(additionsOf(repetitions));
  const tail = (delta * CUT_OFF) / (2 * parts);
  const repeated: Losses[] = [];
  for (const { event, count } of others) {
    const sampling = { points: FINER * points, tail: tail / (4 * Number(count)) };
    repeated.push(yield* repeatBoth(lossesOf(event, sampling), count, { points, tail: tail / 2 }));
  }
  // Gaussian releases of any width add up to one, exactly.
  if (rho > 0) {
    const move = Math.max(SMALLEST, Math.sqrt(2 * rho * (1 + ROUNDING)));
    repeated.push(gaussianLosses(move, { points: FINER * points, tail: tail / 2 }));
  }
  const together = yield* composeBoth(repeated, { points, tail: delta * CUT_OFF });
  return Math.max(...together.map((losses) => epsilonOf(losses, delta)), 0);
}

function lossesOf(event: SingleEvent, sampling: Sampling): Losses {
  switch (event.kind) {
    case 'discrete_laplace':
      return laplaceLosses(Math.max(SMALLEST, 1 / Number(event.scale)), Number(event.l1), sampling);
    case 'pure':
      return pureLosses(Math.max(SMALLEST, Number(event.epsilon)), sampling);
    case 'discrete_gaussian':
      return discreteGaussianLosses(Number(event.sigma), Number(event.l2Squared), sampling);
    case 'poisson_gaussian':
      return poissonGaussianLosses(Math.max(SMALLEST, Number(event.q)), Number(event.sigma), sampling);
    default:
      throw new TypeError(`The losses of ${event.kind} are not followed one by one.`);
  }
}

/** What symmetric releases lose is computed once for both directions. */
function* repeatBoth({ removed, added }: Losses, count: bigint, precision: Precision): Steps<Losses> {
  const first = yield* repeat(settle(removed, precision.points), count, precision);
  if (added === removed) return { removed: first, added: first };
  return { removed: first, added: yield* repeat(settle(added, precision.points), count, precision) };
}

function* composeBoth(parts: readonly Losses[], precision: Precision): Steps<LossDistribution[]> {
  const alike = parts.filter(({ removed, added }) => removed === added).map(({ removed }) => removed);
  const sided = parts.filter(({ removed, added }) => removed !== added);
  const common = yield* composeAll(alike, precision);
  if (sided.length === 0) return common === null ? [] : [common];
  const rest = common === null ? [] : [common];
  const found: LossDistribution[] = [];
  for (const side of [sided.map(({ removed }) => removed), sided.map(({ added }) => added)]) {
    const losses = yield* composeAll([...rest, ...side], precision);
    if (losses !== null) found.push(losses);
  }
  return found;
}

/** Continuous Gaussian noise needs no convolution, an additive delta has no losses, and some events cost nothing. */
function isAddedUp({ event }: Repetition): boolean {
  if (isGaussian(event) || event.kind === 'additive_delta') return false;
  return curveOf(event).rdp.some((amount) => amount > 0n);
}

/** Convolutions that a list takes, at most. */
function additionsOf(repetitions: readonly Repetition[]): number {
  return repetitions.filter(isAddedUp).reduce((sum, { count }) => sum + 2 * count.toString(2).length + 1, 1);
}

/** A power of two of grid points with which all additions fit into the work. */
function pointsFor(additions: number): number {
  const points = 2 ** Math.floor(Math.log2(Math.sqrt(WORK / (2 * additions))));
  return Math.min(MOST_POINTS, Math.max(FEWEST_POINTS, points));
}

function additiveDelta(event: SingleEvent): number {
  return event.kind === 'additive_delta' ? Number(event.delta) : 0;
}

function isGaussian(event: SingleEvent): boolean {
  return (
    event.kind === 'gaussian' || event.kind === 'zcdp' || (event.kind === 'poisson_gaussian' && Number(event.q) === 1)
  );
}

/** The rho of continuous Gaussian noise; zero for everything else. */
function gaussianRho(event: SingleEvent): number {
  switch (event.kind) {
    case 'zcdp':
      return Number(event.rho);
    case 'gaussian':
      return (Number(event.sensitivity) / Number(event.sigma)) ** 2 / 2;
    case 'poisson_gaussian':
      return Number(event.q) === 1 ? 1 / (2 * Number(event.sigma) ** 2) : 0;
    default:
      return 0;
  }
}
