import type { Heard } from './oracle.ts';
import type { Person, Population } from './population.ts';

/** What an answer would be in each of two worlds, and what it was. */
export interface Observation {
  readonly value: number;
  /** With the target in the data. */
  readonly present: number;
  readonly absent: number;
}

/**
 * Evidence in nats that the target is in the data: the logarithm of the ratio of likelihoods, under Gaussian noise of
 * deviation `sigma`. The strongest attacker can know no more; (epsilon, delta) differential privacy keeps it at or
 * below epsilon but with probability delta (Kairouz, Oh, Viswanath 2015).
 */
export function evidence(observations: readonly Observation[], sigma: number): number {
  const deviation = Math.max(sigma, NOTHING);
  const total = observations.reduce(
    (sum, { value, present, absent }) => sum + (value - absent) ** 2 - (value - present) ** 2,
    0,
  );
  return total / (2 * deviation ** 2);
}

/** Root mean square distance between answers and what they should be. */
export function deviationFrom(expected: readonly number[], values: readonly number[]): number {
  const squares = values.map((value, at) => (value - (expected[at] ?? 0)) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / Math.max(1, squares.length));
}

/** Sample standard deviation: an attacker trusts the answers, not the plan. */
export function spreadOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return (
    deviationFrom(
      values.map(() => mean),
      values,
    ) * Math.sqrt(values.length / Math.max(1, values.length - 1))
  );
}

/** Two worlds of an attacker who has the whole file but does not know whether the target is in the data. */
export function observe({ people, target }: Population, heard: readonly Heard[]): Observation[] {
  const others = people.filter((person) => person !== target);
  const counts = new Map<string, number>();
  const countOf = (holds: (person: Person) => boolean, sql: string): number => {
    const known = counts.get(sql) ?? others.filter(holds).length;
    counts.set(sql, known);
    return known;
  };
  return heard.map(({ condition, value }) => {
    const absent = countOf(condition.holds, condition.sql);
    return { value, absent, present: absent + (condition.holds(target) ? 1 : 0) };
  });
}

/** Below any noise: answers that never differ have none. */
const NOTHING = 1e-3;
