import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { epsilonAt } from '../conversion/epsilon-at.ts';
import { curveOfAll } from '../curves/curve-of.ts';
import { PrivacyEvent } from '../events/event.ts';
import { epsilonByLosses, isFollowed } from './epsilon-by-losses.ts';

const Fixture = z.object({
  cases: z.array(
    z.strictObject({ name: z.string(), delta: z.number(), epsilon: z.number(), events: z.array(PrivacyEvent) }),
  ),
});
const url = new URL('../../../protocol/fixtures/accounting/pld.json', import.meta.url);
const { cases } = Fixture.parse(JSON.parse(readFileSync(url, 'utf8')));
const BILLION = 1_000_000_000;
const repeated = (count: number, event: PrivacyEvent): PrivacyEvent => ({ kind: 'self_composed', count, event });
const laplace = (scale: string, l1: string): PrivacyEvent => ({ kind: 'discrete_laplace', scale, l1 });

describe('epsilon by privacy losses', () => {
  it.each(cases.map((one) => [one.name, one] as const))(
    'is that of dp-accounting: %s',
    (_, { events, delta, epsilon }) => {
      const ours = epsilonByLosses(events, delta);
      expect(ours).toBeGreaterThan(epsilon * (1 - 1e-3));
      expect(ours).toBeLessThan(epsilon * (1 + 2e-3));
    },
  );

  it('is the closed form where there is one: one Gaussian release, one pure release', () => {
    // delta of N(0, 1) against N(1, 1) at epsilon 1: Phi(-1/2) - e Phi(-3/2).
    expect(epsilonByLosses([{ kind: 'gaussian', sigma: '1', sensitivity: '1' }], 0.12693673750664)).toBeCloseTo(1, 3);
    // (e^eps - e^x) / (1 + e^eps) = delta.
    const exact = Math.log(Math.exp(2) - 0.1 * (1 + Math.exp(2)));
    expect(epsilonByLosses([{ kind: 'pure', epsilon: '2' }], 0.1)).toBeGreaterThanOrEqual(exact);
    expect(epsilonByLosses([{ kind: 'pure', epsilon: '2' }], 0.1)).toBeLessThan(exact * 1.001);
  });

  it('is that of one narrow release for as many wide ones as add up to it', () => {
    const one = epsilonByLosses([{ kind: 'zcdp', rho: '0.5' }], 1e-6);
    const many = epsilonByLosses(
      [repeated(BILLION, { kind: 'discrete_gaussian', sigma: '100000', l2Squared: '10' })],
      1e-6,
    );
    const tiny = epsilonByLosses([repeated(BILLION, repeated(BILLION, { kind: 'pure', epsilon: '1e-9' }))], 1e-6);
    expect(many).toBeGreaterThan(one * (1 - 1e-6));
    expect(many).toBeLessThan(one * 1.002);
    expect(tiny).toBeGreaterThan(one * (1 - 1e-6));
    expect(tiny).toBeLessThan(one * 1.002);
  });

  it('follows Laplace noise on any grid alike', () => {
    const coarse = epsilonByLosses([repeated(50, laplace('1000', '100'))], 1e-6);
    for (const zeros of [2, 4, 12, 40]) {
      const fine = epsilonByLosses([repeated(50, laplace(`1e${zeros + 1}`, `1${'0'.repeat(zeros)}`))], 1e-6);
      expect(Math.abs(fine / coarse - 1)).toBeLessThan(1e-3);
    }
  });

  it('takes the larger of both directions, and additive deltas off delta', () => {
    const training: PrivacyEvent = { kind: 'poisson_gaussian', q: '0.01', sigma: '1', steps: 100 };
    const alone = epsilonByLosses([training], 1e-6);
    expect(epsilonByLosses([training, { kind: 'additive_delta', delta: '5e-7' }], 1e-6)).toBeCloseTo(
      epsilonByLosses([training], 5e-7),
      6,
    );
    expect(epsilonByLosses([training, { kind: 'additive_delta', delta: '2e-6' }], 1e-6)).toBe(Infinity);
    expect(epsilonByLosses([training, { kind: 'poisson_gaussian', q: '0', sigma: '1', steps: 9 }], 1e-6)).toBe(alone);
  });

  it('is finite and never above the curves at the edges of what events may say', () => {
    const edges: PrivacyEvent[][] = [
      [],
      [{ kind: 'pure', epsilon: '0' }],
      [
        { kind: 'pure', epsilon: '1e60' },
        { kind: 'pure', epsilon: '1e-60' },
      ],
      [{ kind: 'gaussian', sigma: '1e-60', sensitivity: '1e60' }],
      [
        { kind: 'zcdp', rho: '1e60' },
        { kind: 'pure', epsilon: '1' },
      ],
      [{ kind: 'discrete_gaussian', sigma: '1e-60', l2Squared: '1' }],
      [{ kind: 'discrete_gaussian', sigma: '1e30', l2Squared: '9'.repeat(60) }],
      [laplace('1e-50', '9'.repeat(60))],
      [{ kind: 'poisson_gaussian', q: '1e-7', sigma: '1e-60', steps: 3 }],
      [{ kind: 'poisson_gaussian', q: '1e-300', sigma: '1', steps: BILLION }],
      [{ kind: 'poisson_gaussian', q: '1', sigma: '8', steps: 5 }],
      [{ kind: 'poisson_gaussian', q: '0.999999', sigma: '0.2', steps: BILLION }],
    ];
    for (const events of edges) {
      const ours = epsilonByLosses(events, 1e-6);
      expect(ours).toBeGreaterThanOrEqual(0);
      expect(ours).toBeLessThanOrEqual(epsilonAt(curveOfAll(events), 1e-6));
    }
  });

  it('is the figure of the curves where too many kinds of release come together', () => {
    const kinds = Array.from({ length: 5000 }, (_, index): PrivacyEvent => ({
      kind: 'pure',
      epsilon: `0.001${index}`,
    }));
    expect(isFollowed(kinds)).toBe(false);
    expect(epsilonByLosses(kinds, 1e-6)).toBe(epsilonAt(curveOfAll(kinds), 1e-6));
  });
});
