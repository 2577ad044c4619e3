import type { Condition } from './population.ts';

/** What came back: a number, a refusal, or nothing; and after how long. */
export type Reply = { readonly milliseconds: number } & (
  | { readonly state: 'released'; readonly value: number }
  | { readonly state: 'refused'; readonly code: string }
  | { readonly state: 'withheld' }
);

/** Who answers an attacker: a data set with an account of its own. */
export interface Oracle {
  /** The number of people for whom a condition holds, with noise at this epsilon. */
  count(condition: Condition, epsilon: number): Promise<Reply>;
  /** Any text. */
  ask(sql: string, epsilon: number): Promise<Reply>;
}

/** Everything an attack learned, in the order in which it came. */
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
