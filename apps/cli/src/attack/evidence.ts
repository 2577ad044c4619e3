import type { Heard, StatedNoise } from './oracle.ts';
import type { Person, Population } from './population.ts';

/** What an answer would be in each of two worlds, and what it was. */
export interface Observation {
  readonly value: number;
  /** With the target in the data. */
  readonly present: number;
  readonly absent: number;
}

/**
 * Evidence in nats that the target is in the data: the logarithm of the ratio of likelihoods under this noise. The
 * strongest attacker can know no more; (epsilon, delta) differential privacy keeps it at or below epsilon but with
 * probability delta (Kairouz, Oh, Viswanath 2015).
 */
export function evidence(observations: readonly Observation[], { kind, scale }: StatedNoise): number {
  const distance =
    kind === 'gaussian' ? (gap: number) => gap ** 2 / (2 * scale ** 2) : (gap: number) => Math.abs(gap) / scale;
  return observations.reduce(
    (sum, { value, present, absent }) => sum + distance(value - absent) - distance(value - present),
    0,
  );
}

/**
 * The noise to reckon with: as stated, unless the answers lie so much closer to where they should be that noise of the
 * stated size does it once in 10^9 times (Chernoff's bound of the chi-square distribution). Then nobody should believe
 * the plan, and the noise is what the answers show. `residuals`: answers less what they should be.
 */
export function believedNoise(stated: StatedNoise, residuals: readonly number[], freedom: number): StatedNoise {
  const variance = stated.kind === 'gaussian' ? stated.scale ** 2 : 2 * stated.scale ** 2;
  const seen = residuals.reduce((sum, residual) => sum + residual ** 2, 0) / Math.max(1, freedom);
  const part = seen / variance;
  const chance = part < 1 ? (part * Math.exp(1 - part)) ** (freedom / 2) : 1;
  return freedom > 0 && chance < ONCE_IN ? { kind: 'gaussian', scale: Math.max(Math.sqrt(seen), NOTHING) } : stated;
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

const ONCE_IN = 1e-9;
/** Below any noise: answers that never differ have none. */
const NOTHING = 1e-3;
