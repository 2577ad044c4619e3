import type { QueryPlan } from '@dq0/protocol';
import { halfWidthText } from '../../../ui/numbers/noisy-number.ts';
import { epsilonText, moreText, shareText } from '../../../ui/numbers/share.ts';
import type { Stop } from './ladder.ts';

/** An answer that is held already: reading it again is free, and a sharper one costs the difference. */
export interface Held {
  readonly job: string;
  readonly epsilon: number;
  /** Its half-width in the column that the slider is about, where metadata tell it. */
  readonly halfWidth: number | undefined;
}

/** Everything that the price card shows of one stop. */
export interface Price {
  readonly plan: QueryPlan;
  /** How sharp an answer is asked for; of a refinement the plan's own epsilon is only the difference. */
  readonly epsilon: number;
  readonly stop: Stop;
  readonly held: Held | undefined;
  /** An answer that is held, to this text or to one that means the same, is at least this sharp. */
  readonly free: boolean;
  /** It sharpens the held answer: the plan's spends are the difference. */
  readonly refines: boolean;
}

/** A share above which one is asked once more. */
export const ASK_ABOVE = 0.05;

/** One part of the sentence; `answer` and `cost` are set in their colours. */
export interface Words {
  readonly text: string;
  readonly tone?: 'answer' | 'cost';
}

/** Largest half-width of a plan; undefined where one depends on the data. */
export function halfWidthOfPlan({ errors }: QueryPlan): number | undefined {
  const known = errors.map(({ halfWidth95 }) => halfWidth95);
  return known.length === 0 || known.includes(null) ? undefined : Math.max(...(known as number[]));
}

/** The unit in which the error is said: people where every noisy column counts them. */
export function unitOf({ mechanisms }: QueryPlan, entity: string): string {
  const counts = mechanisms.every(({ part }) => part === 'count' || part === 'units' || part === 'leaves');
  return counts && mechanisms.length > 0 ? ` ${entity}` : '';
}

/** How many like it fit after it; the one that is planned is among those that fit now. */
export function moreAfter({ remaining }: QueryPlan): number {
  return Math.max(remaining.more - 1, 0);
}

/** "At ± 20 people, 19 times in 20, it would use 0.66 % of the account; after it there is room for about 92 more like it." */
export function sentence(price: Price, entity: string): readonly Words[] {
  const { plan, held } = price;
  const half = halfWidthOfPlan(plan);
  const unit = unitOf(plan, entity);
  const at: Words =
    half === undefined
      ? { text: `epsilon ${epsilonText(plan.spends.epsilon)}`, tone: 'answer' }
      : { text: `± ${halfWidthText(half)}${unit}`, tone: 'answer' };
  const often = half === undefined ? '' : ', 19 times in 20';
  if (price.free) {
    return [
      { text: 'You hold this answer' },
      ...heldAt(held, unit),
      { text: '. Reading it again is free and uses nothing.' },
    ];
  }
  const first =
    held === undefined
      ? [{ text: 'At ' }]
      : [{ text: 'You hold this answer' }, ...heldAt(held, unit), { text: ', free to read again. At ' }];
  return [
    ...first,
    at,
    { text: `${often}, it would use ` },
    { text: shareText(plan.spends.share), tone: 'cost' },
    { text: ' of the account; ' },
    ...roomFor(moreAfter(plan)),
    { text: half === undefined ? '. How far it is off is told with the answer.' : '.' },
  ];
}

/** What a screen reader says of the slider. */
export function spoken(price: Price, entity: string): string {
  const half = halfWidthOfPlan(price.plan);
  const unit = unitOf(price.plan, entity);
  const within =
    half === undefined ? `Epsilon ${epsilonText(price.plan.spends.epsilon)}` : `Within ${halfWidthText(half)}${unit}`;
  if (price.free) return `${within}, already held, free`;
  const after = moreAfter(price.plan);
  const then = after === 0 ? 'the last one like it' : `then room for about ${moreText(after)} more like it`;
  return `${within}, uses ${shareText(price.plan.spends.share).replace(' %', ' percent')}, ${then}`;
}

function roomFor(after: number): readonly Words[] {
  if (after === 0)
    return [{ text: 'it is ' }, { text: 'the last one', tone: 'answer' }, { text: ' like it that fits' }];
  return [
    { text: 'after it there is room for about ' },
    { text: `${moreText(after)} more`, tone: 'answer' },
    { text: ' like it' },
  ];
}

function heldAt(held: Held | undefined, unit: string): readonly Words[] {
  return held?.halfWidth === undefined
    ? []
    : [{ text: ' at ' }, { text: `± ${halfWidthText(held.halfWidth)}${unit}`, tone: 'answer' }];
}
