import { amountToNumber } from '../amount/amount.ts';
import { epsilonAt } from '../conversion/epsilon-at.ts';
import { NOTHING, type Curve } from '../curves/curve.ts';
import { curveOf, curveOfAll } from '../curves/curve-of.ts';
import type { PrivacyEvent } from '../events/event.ts';
import { epsilonByLosses, isFollowed } from '../losses/epsilon-by-losses.ts';
import { admits } from './filter.ts';
import { share } from './price.ts';
import { accountTerms, type AccountTerms } from './terms.ts';

/** What events cost on a fresh account. Infinity: at this delta nothing is proven. */
export interface EventsPrice {
  readonly admitted: boolean;
  /** `account`: no account of these terms could ever admit anything; `delta`: the additive deltas are too many. */
  readonly reason: 'epsilon' | 'delta' | 'account' | null;
  /** Part of the account's limit at its primary order; null where there is no such account. */
  readonly share: number | null;
  /** The Renyi order that had room, and the one that shares refer to. */
  readonly order: number | null;
  readonly primaryOrder: number | null;
  /** Epsilon at the account's delta by the Renyi curves. */
  readonly rdpEpsilon: number;
  /** The same by privacy loss distributions; for reports, it never admits. */
  readonly pldEpsilon: number;
  /** False where there are too many kinds of release to follow their losses: then it is the figure of the curves. */
  readonly pldFollowed: boolean;
  /** What adding up the epsilons of the entries would have said. */
  readonly sumOfParts: number;
  /** Sum of the additive deltas, and what an account of this delta leaves for them. */
  readonly additiveDelta: number;
  readonly additiveLimit: number;
  /** Epsilon, in four digits, of the smallest account of this delta that admits the events; null where none does. */
  readonly smallestEpsilon: number | null;
}

/**
 * Prices events on an account of (epsilon, delta) that has spent nothing: no account, no data needed.
 * @throws RangeError when epsilon or delta is out of range
 */
export function priceEvents(events: readonly PrivacyEvent[], epsilon: number, delta: number): EventsPrice {
  const curve = curveOfAll(events);
  const terms = termsOrNull(epsilon, delta);
  const verdict = terms === null ? null : admits(terms, NOTHING, curve);
  const additiveLimit = ADDITIVE_PART * delta;
  return {
    admitted: verdict?.admitted === true,
    reason: verdict === null ? 'account' : verdict.admitted ? null : verdict.reason,
    share: terms === null ? null : share(terms, curve),
    order: verdict?.admitted === true ? verdict.order : null,
    primaryOrder: terms?.primaryOrder ?? null,
    rdpEpsilon: epsilonAt(curve, delta),
    pldEpsilon: epsilonByLosses(events, delta),
    pldFollowed: isFollowed(events),
    sumOfParts: events.reduce((sum, event) => sum + alone(curveOf(event), delta), 0),
    additiveDelta: amountToNumber(curve.delta),
    additiveLimit,
    smallestEpsilon: smallestEpsilon(curve, delta),
  };
}

const ADDITIVE_PART = 0.1;

/** An entry by itself: its pure epsilons added up, or the conversion of its curve. */
function alone(curve: Curve, delta: number): number {
  return curve.pure === null ? epsilonAt(curve, delta) : amountToNumber(curve.pure);
}

function termsOrNull(epsilon: number, delta: number): AccountTerms | null {
  if (!(Number.isFinite(epsilon) && epsilon > 0 && delta > 0 && delta < 1)) {
    throw new RangeError(`An account needs an epsilon above 0 and a delta between 0 and 1; got ${epsilon}, ${delta}.`);
  }
  try {
    return accountTerms(epsilon, delta);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const DOUBLINGS = 1000;
const HALVINGS = 60;

function smallestEpsilon(curve: Curve, delta: number): number | null {
  const fits = (epsilon: number): boolean => {
    const terms = termsOrNull(epsilon, delta);
    return terms !== null && admits(terms, NOTHING, curve).admitted;
  };
  let high = 1e-3;
  for (let count = 0; count < DOUBLINGS && !fits(high) && Number.isFinite(high * 2); count += 1) high *= 2;
  if (!fits(high)) return null;
  let low = 0;
  for (let count = 0; count < HALVINGS; count += 1) {
    const middle = (low + high) / 2;
    if (middle > 0 && fits(middle)) high = middle;
    else low = middle;
  }
  const digit = 10 ** (Math.floor(Math.log10(high)) - 3);
  const rounded = Number((Math.ceil(high / digit) * digit).toPrecision(4));
  return fits(rounded) ? rounded : high;
}
