import type { EventsPrice } from '@dq0/accounting';
import { compact, percent } from '../answers/numbers.ts';
import { renderFacts } from '../terminal/table.ts';

/** An account that nobody has made: what the events are priced on. */
export interface FreshAccount {
  readonly epsilon: number;
  readonly delta: number;
}

/** Why events were not admitted and what would help; null where they were. */
export function adviceOf(price: EventsPrice, { epsilon, delta }: FreshAccount): { why: string; remedy: string } | null {
  const { admitted, reason, additiveDelta, additiveLimit, smallestEpsilon } = price;
  if (admitted || reason === null) return null;
  const enough =
    smallestEpsilon === null
      ? 'Use fewer releases or more noise.'
      : `An account of epsilon ${smallestEpsilon} at the same delta would admit them; or use fewer releases or more noise.`;
  switch (reason) {
    case 'delta':
      return {
        why: `the additive deltas are ${compact(additiveDelta)} together; an account of delta ${compact(delta)} leaves ${compact(additiveLimit)} for them.`,
        remedy: 'Use smaller additive deltas, or an account with a larger delta.',
      };
    case 'account':
      return {
        why: `an account of epsilon ${compact(epsilon)} at delta ${compact(delta)} could never admit anything.`,
        remedy: enough,
      };
    case 'epsilon':
      return { why: 'no order of the account has room for all of them.', remedy: enough };
  }
}

/** The price for scripts: what is infinite is null. */
export function priceJson(price: EventsPrice, account: FreshAccount): Record<string, unknown> {
  const advice = adviceOf(price, account);
  return {
    admitted: price.admitted,
    account,
    share: price.share,
    rdpEpsilon: finite(price.rdpEpsilon),
    pldEpsilon: finite(price.pldEpsilon),
    pldFollowed: price.pldFollowed,
    sumOfParts: finite(price.sumOfParts),
    order: price.order,
    primaryOrder: price.primaryOrder,
    additiveDelta: price.additiveDelta,
    additiveLimit: price.additiveLimit,
    smallestEpsilon: price.smallestEpsilon,
    reason: price.reason,
    message: advice === null ? null : `Not admitted: ${advice.why}`,
    remedy: advice?.remedy ?? null,
  };
}

export function renderPrice(price: EventsPrice, account: FreshAccount): string {
  const advice = adviceOf(price, account);
  const facts = renderFacts([
    ['account', `epsilon ${compact(account.epsilon)}, delta ${compact(account.delta)}, nothing spent`],
    [
      'share',
      price.share === null ? '-' : `${percent(price.share)} of its limit at order ${price.primaryOrder ?? '-'}`,
    ],
    ['epsilon (RDP)', shown(price.rdpEpsilon)],
    [
      'epsilon (PLD)',
      price.pldFollowed ? shown(price.pldEpsilon) : `${shown(price.pldEpsilon)} (by the curves: too many kinds)`,
    ],
    ['sum of parts', shown(price.sumOfParts)],
    ...(price.additiveDelta > 0
      ? ([['additive delta', `${compact(price.additiveDelta)} of ${compact(price.additiveLimit)}`]] as const)
      : []),
  ]);
  const verdict = advice === null ? `Admitted, at order ${price.order ?? '-'}.` : `Not admitted: ${advice.why}`;
  return [verdict, '', facts, ...(advice === null ? [] : ['', `What to do: ${advice.remedy}`])].join('\n');
}

function shown(epsilon: number): string {
  return Number.isFinite(epsilon) ? compact(epsilon) : 'not proven at this delta';
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
