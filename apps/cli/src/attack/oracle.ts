import type { Condition } from './population.ts';

/** What came back: a number, a refusal, or nothing. */
export type Reply = {
  /** Milliseconds from submission until the outcome could be seen, as the platform records them. */
  readonly shownAfter: number;
} & (
  | { readonly state: 'released'; readonly value: number }
  | { readonly state: 'refused'; readonly code: string }
  | { readonly state: 'withheld' }
);

/** Noise of a count as its plan states it: sigma of a Gaussian, b of a Laplace distribution. */
export interface StatedNoise {
  readonly kind: 'gaussian' | 'laplace';
  readonly scale: number;
}

/** Who answers an attacker: a data set with an account of its own. */
export interface Oracle {
  /** What the plan of a count at this epsilon says about its noise; free. */
  noise(condition: Condition, epsilon: number): Promise<StatedNoise>;
  /** The number of people for whom a condition holds, with noise at this epsilon. */
  count(condition: Condition, epsilon: number): Promise<Reply>;
  /** Any text. */
  ask(sql: string, epsilon: number): Promise<Reply>;
}

/** One answer of an attack. */
export interface Heard {
  readonly condition: Condition;
  readonly value: number;
}

/** Counts until the account has no more; `next` chooses the condition by what was heard so far. */
export async function exhaust(
  oracle: Oracle,
  epsilon: number,
  next: (heard: readonly Heard[]) => Condition,
): Promise<Heard[]> {
  const heard: Heard[] = [];
  while (heard.length < MOST_QUESTIONS) {
    const condition = next(heard);
    const reply = await oracle.count(condition, epsilon);
    if (reply.state !== 'released') break;
    heard.push({ condition, value: reply.value });
  }
  return heard;
}

/** A limit for oracles that never run out, such as one without a budget. */
const MOST_QUESTIONS = 120;
