import {
  admits,
  calibrate,
  curveOfAll,
  epsilonAt,
  largestFittingEpsilon,
  more,
  share,
  smallestGaussianEpsilon,
} from '@dq0/accounting';
import { noiseEvents, type SqlEvent } from '@dq0/protocol';
import { leftOf, type Account } from './account.ts';

/** The three price words: what a release costs alone, which part of the account it uses, how many like it remain. */
export interface Price {
  readonly spends: { readonly epsilon: number; readonly delta: number; readonly share: number };
  readonly remaining: { readonly share: number; readonly more: number };
}

export const NO_COST: Price['spends'] = { epsilon: 0, delta: 0, share: 0 };

/** Price of these events on an account as it stands; `delta` is that of one release. */
export function priceOf(account: Account, events: readonly SqlEvent[], delta: number): Price {
  const curve = curveOfAll(events);
  return {
    spends: { epsilon: fourDigits(epsilonAt(curve, delta)), delta, share: share(account.terms, curve) },
    remaining: remainingFor(account, events),
  };
}

/** What is left of an account, and how many releases with these events it would admit now. */
export function remainingFor(account: Account, events: readonly SqlEvent[]): Price['remaining'] {
  const open = account.closed === null && events.length > 0;
  return { share: leftOf(account), more: open ? more(account.terms, account.spent, curveOfAll(events)) : 0 };
}

/** Whether the account would admit these events now. */
export function fits(account: Account, events: readonly SqlEvent[]): boolean {
  return account.closed === null && admits(account.terms, account.spent, curveOfAll(events)).admitted;
}

/**
 * The largest epsilon up to `upTo` at which the same question would be admitted now, or null; `delta` is what its noise
 * is calibrated to. The delta of a threshold is taken as it stands in the events.
 */
export function largestFit(
  account: Account,
  events: readonly SqlEvent[],
  { delta, upTo }: { readonly delta: number; readonly upTo: number },
): number | null {
  if (account.closed !== null) return null;
  const thresholds = events.filter((event) => event.kind === 'additive_delta');
  const sensitivities = noiseEvents(events).map((event) =>
    event.kind === 'discrete_gaussian' ? { l2Squared: event.l2Squared } : { l1: event.l1 },
  );
  return largestFittingEpsilon(
    account.terms,
    account.spent,
    (epsilon) => {
      const noise = calibrate({ epsilon, delta, events: sensitivities });
      return noise === null ? null : [...noise, ...thresholds];
    },
    { upTo, breakpoints: [smallestGaussianEpsilon(delta)] },
  );
}

/** Scales are rounded up to six digits, so an epsilon is true to four; a fifth is rounded up. */
function fourDigits(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  const nearest = Number(value.toPrecision(4));
  if (nearest * (1 + 1e-6) >= value) return nearest;
  // The sum of two doubles may have digits of its own: 0.3273 + 0.0001 is 0.32739999999999997.
  return Number((nearest + 10 ** (Math.floor(Math.log10(value)) - 3)).toPrecision(4));
}
