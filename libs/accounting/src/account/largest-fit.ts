import { floorToSixDigits } from '../amount/six-digits.ts';
import type { Totals } from '../curves/curve.ts';
import { curveOfAll } from '../curves/curve-of.ts';
import type { PrivacyEvent } from '../events/event.ts';
import { admits } from './filter.ts';
import type { AccountTerms } from './terms.ts';

export interface LargestFitOptions {
  /** Largest epsilon to consider: the limit of a release. */
  readonly upTo: number;
  /**
   * Epsilons at which the kind of noise changes (`smallestGaussianEpsilon`). Between two of them a larger epsilon must
   * never cost less.
   */
  readonly breakpoints?: readonly number[];
}

/**
 * The largest epsilon, in six significant digits, whose events the filter would admit now: the remedy of a refusal.
 * `eventsOf` gives the events calibrated to an epsilon, or null where that kind of release does not exist.
 * Null when nothing fits.
 */
export function largestFittingEpsilon(
  terms: AccountTerms,
  spent: Totals,
  eventsOf: (epsilon: number) => readonly PrivacyEvent[] | null,
  { upTo, breakpoints = [] }: LargestFitOptions,
): number | null {
  const fits = (epsilon: number): boolean => {
    const events = eventsOf(epsilon);
    return events !== null && admits(terms, spent, curveOfAll(events)).admitted;
  };
  const edges = [upTo * SMALLEST_PART, ...breakpoints.filter((at) => at > upTo * SMALLEST_PART && at < upTo), upTo];
  edges.sort((left, right) => right - left);
  for (const [index, upper] of edges.entries()) {
    const lower = edges[index + 1];
    if (lower === undefined) break;
    const found = largestBetween(lower, upper, fits);
    if (found !== null) return found;
  }
  return null;
}

/** Below this part of `upTo` an answer would be noise alone. */
const SMALLEST_PART = 1e-6;
/** Just above a breakpoint, so that the kind of noise is the one of the branch above it. */
const JUST_ABOVE = 1 + 1e-5;
const HALVINGS = 60;

function largestBetween(lower: number, upper: number, fits: (epsilon: number) => boolean): number | null {
  if (fits(upper)) return upper;
  let fitting = lower * JUST_ABOVE;
  if (fitting >= upper || !fits(fitting)) return null;
  let refused = upper;
  for (let step = 0; step < HALVINGS; step += 1) {
    const middle = (fitting + refused) / 2;
    if (middle <= fitting || middle >= refused) break;
    if (fits(middle)) fitting = middle;
    else refused = middle;
  }
  const rounded = floorToSixDigits(fitting);
  return rounded > lower && fits(rounded) ? rounded : fitting;
}
