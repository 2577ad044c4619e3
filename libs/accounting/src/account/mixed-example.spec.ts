import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { epsilonAt } from '../conversion/epsilon-at.ts';
import { NOTHING } from '../curves/curve.ts';
import { curveOfAll } from '../curves/curve-of.ts';
import { PrivacyEvent } from '../events/event.ts';
import { admits } from './filter.ts';
import { accountTerms } from './terms.ts';

const Fixture = z.strictObject({
  about: z.string(),
  cases: z.array(
    z.strictObject({ name: z.string(), delta: z.number(), epsilon: z.number(), events: z.array(PrivacyEvent) }),
  ),
});
const url = new URL('../../../protocol/fixtures/accounting/pld.json', import.meta.url);
const { cases } = Fixture.parse(JSON.parse(readFileSync(url, 'utf8')));

describe('reports beside privacy loss distributions', () => {
  it.each(cases.map((one) => [one.name, one] as const))('are never below them: %s', (_, { events, delta, epsilon }) => {
    const ours = epsilonAt(curveOfAll(events), delta);
    expect(ours).toBeGreaterThanOrEqual(epsilon);
    expect(ours).toBeLessThan(epsilon * 1.25);
  });
});

describe('the mixed example: counts, sums, training and synthesis', () => {
  const mixed = cases.find(({ name }) => name === 'mixed');
  const events = mixed?.events ?? [];
  const curve = curveOfAll(events);
  const alone = events.map((event) => epsilonAt(curveOfAll([event]), 1e-6));

  it('is admitted by an account of epsilon 5 and 4.98, refused at 4.97 and 4.5', () => {
    expect(admits(accountTerms(5, 1e-6), NOTHING, curve)).toEqual({ admitted: true, order: 6 });
    expect(admits(accountTerms(4.98, 1e-6), NOTHING, curve).admitted).toBe(true);
    expect(admits(accountTerms(4.97, 1e-6), NOTHING, curve).admitted).toBe(false);
    expect(admits(accountTerms(4.5, 1e-6), NOTHING, curve).admitted).toBe(false);
  });

  it('is reported as about 4.9, above the exact 4.6 and far below the sum of its parts', () => {
    expect(epsilonAt(curve, 1e-6)).toBeCloseTo(4.911, 2);
    expect(mixed?.epsilon).toBeCloseTo(4.595, 2);
    const [, ...others] = alone;
    const sumOfParts = 200 * 0.05 + others.reduce((sum, epsilon) => sum + epsilon, 0);
    expect(sumOfParts).toBeGreaterThan(14.5);
  });
});
