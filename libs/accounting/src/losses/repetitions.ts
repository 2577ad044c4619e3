import type { PrivacyEvent } from '../events/event.ts';

export type SingleEvent = Exclude<PrivacyEvent, { kind: 'self_composed' | 'composed' }>;

export interface Repetition {
  readonly event: SingleEvent;
  readonly count: bigint;
}

/** Every kind of release in a list with how often it occurs, `steps` of a training included. */
export function repetitionsOf(events: readonly PrivacyEvent[]): Repetition[] {
  const found = new Map<string, Repetition>();
  const note = (event: PrivacyEvent, times: bigint): void => {
    if (event.kind === 'self_composed') note(event.event, times * BigInt(event.count));
    else if (event.kind === 'composed') for (const part of event.events) note(part, times);
    else {
      const single = event.kind === 'poisson_gaussian' ? { ...event, steps: 1 } : event;
      const count = event.kind === 'poisson_gaussian' ? times * BigInt(event.steps) : times;
      const key = JSON.stringify(single);
      found.set(key, { event: single, count: count + (found.get(key)?.count ?? 0n) });
    }
  };
  for (const event of events) note(event, 1n);
  return [...found.values()];
}
