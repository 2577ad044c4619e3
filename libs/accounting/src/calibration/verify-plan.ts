import { z } from 'zod';
import { withinOneSixthDigit } from '../amount/six-digits.ts';
import { epsilonAt } from '../conversion/epsilon-at.ts';
import { curveOfAll } from '../curves/curve-of.ts';
import { PrivacyEvent } from '../events/event.ts';
import { calibrate, type CalibratedEvent, type Sensitivity } from './calibrate.ts';

export interface PlannedNoise {
  /** What the plan says its noise was calibrated to. */
  readonly epsilon: number;
  readonly delta: number;
  readonly events: readonly CalibratedEvent[];
}

export type PlanVerdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Room for floating point between two languages; far below one unit in the sixth digit of a scale. */
const TOLERANCE = 1e-9;

/**
 * Recomputes the noise of a plan: every scale may differ from ours by one unit in its sixth digit at most, all events
 * are of one kind, and their curve alone converts to no more than the epsilon the plan names.
 */
export function verifyPlan({ epsilon, delta, events }: PlannedNoise): PlanVerdict {
  if (!(Number.isFinite(epsilon) && epsilon > 0 && delta >= 0 && delta < 1)) {
    return refuse(`epsilon ${epsilon} and delta ${delta} cannot be calibrated to`);
  }
  const parsed = z.array(PrivacyEvent).min(1).safeParse(events);
  if (!parsed.success) return refuse(`an event is not valid: ${z.prettifyError(parsed.error)}`);
  if (events.some((event) => Number(sensitivityOf(event).l2Squared ?? sensitivityOf(event).l1) === 0)) {
    return refuse('an event has no sensitivity');
  }
  const expected = calibrate({ epsilon, delta, events: events.map(sensitivityOf) });
  if (expected === null) return refuse('the events are of different kinds, or Gaussian noise proves nothing here');
  for (const [index, event] of events.entries()) {
    const ours = expected[index];
    if (ours === undefined || !withinOneSixthDigit(Number(scaleOf(event)), Number(scaleOf(ours)))) {
      return refuse(`event ${index} has scale ${scaleOf(event)}, calibrated is ${ours && scaleOf(ours)}`);
    }
  }
  const alone = epsilonAt(curveOfAll(parsed.data), delta);
  return alone <= epsilon * (1 + TOLERANCE)
    ? { ok: true }
    : refuse(`the events cost ${alone}, the plan says ${epsilon}`);
}

function sensitivityOf(event: CalibratedEvent): Sensitivity {
  return event.kind === 'discrete_gaussian' ? { l2Squared: event.l2Squared } : { l1: event.l1 };
}

function scaleOf(event: CalibratedEvent): string {
  return event.kind === 'discrete_gaussian' ? event.sigma : event.scale;
}

function refuse(reason: string): PlanVerdict {
  return { ok: false, reason };
}
