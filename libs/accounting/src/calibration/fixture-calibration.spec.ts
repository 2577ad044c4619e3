import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { calibrate } from './calibrate.ts';
import { verifyPlan } from './verify-plan.ts';

const Fixture = z.array(
  z.strictObject({
    epsilon: z.number(),
    delta: z.number(),
    events: z.array(z.strictObject({ l2Squared: z.string(), l1: z.string() })),
    kind: z.enum(['discrete_gaussian', 'discrete_laplace']),
    sigmas: z.array(z.string()),
  }),
);
/** What the plugin `sql` calibrates, written by its own tests. */
const PluginFixture = z.object({
  cases: z.array(
    z.strictObject({
      epsilon: z.number(),
      delta: z.number(),
      sensitivities: z.array(z.strictObject({ l2Squared: z.string(), l1: z.string() })),
      events: z.array(z.record(z.string(), z.string())),
    }),
  ),
});
const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../protocol/fixtures/accounting/${name}`, import.meta.url), 'utf8'));
const cases = Fixture.parse(read('calibration-exact.json'));

describe('calibration of the shared fixture', () => {
  it('holds cases of both kinds of noise', () => {
    expect(cases.length).toBeGreaterThanOrEqual(160);
    expect(new Set(cases.map(({ kind }) => kind)).size).toBe(2);
  });

  it('gives the very same decimals as 50 digits of precision, and the check of plans accepts them', () => {
    for (const { epsilon, delta, events, kind, sigmas } of cases) {
      const ours = calibrate({ epsilon, delta, events }) ?? [];
      expect(ours.map((event) => (event.kind === 'discrete_gaussian' ? event.sigma : event.scale))).toEqual(sigmas);
      expect(ours.every((event) => event.kind === kind)).toBe(true);
      expect(verifyPlan({ epsilon, delta, events: ours })).toEqual({ ok: true });
    }
  });

  it('gives the very noise that the plugin plans', () => {
    const planned = PluginFixture.parse(read('calibration.json')).cases;
    expect(planned.length).toBeGreaterThan(100);
    for (const { epsilon, delta, sensitivities, events } of planned) {
      const scales = (calibrate({ epsilon, delta, events: sensitivities }) ?? []).map((event) =>
        event.kind === 'discrete_gaussian' ? [event.kind, event.sigma] : [event.kind, event.scale],
      );
      expect(scales).toEqual(events.map((event) => [event['kind'], event['sigma'] ?? event['scale']]));
    }
  });
});
