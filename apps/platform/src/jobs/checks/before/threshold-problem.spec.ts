import { calibrate, thresholdDeltaOf } from '@dq0/accounting';
import { DatasetDefinition, thresholdDelta, type AcceptedPlan } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { aDefinition, aPlan } from '../../../../testing/jobs/census.ts';
import { thresholdProblem } from './threshold-problem.ts';

const definition = DatasetDefinition.parse(aDefinition());
const arguments_ = { sql: 'SELECT', epsilon: 0.5, delta: 1e-7 };
const counts = aPlan({ request: 'plan', protocol: 1, definition, arguments: arguments_ });

function thresholded(least = 37, groups = 1): AcceptedPlan {
  const delta = arguments_.delta - thresholdDelta(definition);
  const [event] = calibrate({ epsilon: 0.5, delta, events: [{ l2Squared: String(groups) }] }) ?? [];
  if (event?.kind !== 'discrete_gaussian') throw new Error('this epsilon has no Gaussian noise');
  const scale = Number(event.sigma);
  const charged = Number(thresholdDeltaOf({ kind: event.kind, scale }, least, groups).toPrecision(6)) * (1 + 1e-5);
  return {
    ...counts,
    mechanisms: [{ column: 'n', part: 'units', kind: 'gaussian', scale, sensitivity: Math.sqrt(groups) }],
    events: [event, { kind: 'additive_delta', delta: charged.toPrecision(6) }],
    threshold: { units: least, delta: Number(charged.toPrecision(6)) },
  };
}

/** The smallest T that these checks let through. */
function smallest(plan: (least: number) => AcceptedPlan): number {
  let least = 2;
  while (thresholdProblem(plan(least), definition) !== null) least += 1;
  return least;
}

describe('the check of a threshold', () => {
  it('lets the smallest T through that the delta of thresholds admits, and none below', () => {
    const least = smallest(thresholded);
    const event = thresholded().events[0];
    const scale = event?.kind === 'discrete_gaussian' ? Number(event.sigma) : 0;
    expect(thresholdDeltaOf({ kind: 'discrete_gaussian', scale }, least, 1)).toBeLessThanOrEqual(1e-10);
    expect(thresholdDeltaOf({ kind: 'discrete_gaussian', scale }, least - 1, 1)).toBeGreaterThan(1e-10);
  });

  const good = thresholded(smallest(thresholded));
  const [noise] = good.events;
  if (noise === undefined) throw new Error('the plan has noise');

  it.each<[string, Partial<AcceptedPlan>, RegExp]>([
    ['a price for no threshold', { threshold: null }, /does not have/],
    ['no price', { events: [noise] }, /not charged once/],
    ['two prices', { events: [...good.events, { kind: 'additive_delta', delta: '1e-11' }] }, /not charged once/],
    ['a price before the noise', { events: [...good.events].reverse() }, /not charged once/],
    ['a price that is too small', { events: [noise, { kind: 'additive_delta', delta: '1e-13' }] }, /less/],
    ['another delta shown', { threshold: { units: good.threshold?.units ?? 0, delta: 1e-12 } }, /another delta/],
    ['no column of units', { mechanisms: counts.mechanisms }, /no column of units/],
  ])('refuses %s', (_what, change, reason) => {
    expect(thresholdProblem(good, definition)).toBeNull();
    expect(thresholdProblem({ ...good, ...change }, definition)).toMatch(reason);
  });

  it('refuses more groups than the cap of an asked table', () => {
    expect(thresholdProblem(thresholded(200, 3), definition)).toMatch(/more groups/);
    const unit = { kind: 'column', column: 'age', maxGroups: 3, maxRows: 1 } as const;
    const [name, table] = Object.entries(definition.tables)[0] ?? [];
    if (name === undefined || table === undefined) throw new Error('the sample has a table');
    const capped = { ...definition, tables: { [name]: { ...table, unit } } };
    expect(thresholdProblem(thresholded(200, 2), capped)).toBeNull();
    expect(thresholdProblem(thresholded(200, 3), capped)).toBeNull();
    expect(thresholdProblem(thresholded(200, 4), capped)).toMatch(/more groups/);
  });

  it("asks for the owner's minimum on top", () => {
    const [name, table] = Object.entries(definition.tables)[0] ?? [];
    if (name === undefined || table === undefined) throw new Error('the sample has a table');
    const guarded = { ...definition, tables: { [name]: { ...table, minUnits: 50 } } };
    expect(thresholdProblem(counts, guarded)).toMatch(/minimum/);
    expect(thresholdProblem(good, guarded)).toMatch(/below the one/);
    const { units, delta } = good.threshold ?? { units: 0, delta: 0 };
    expect(thresholdProblem({ ...good, threshold: { units: units + 49, delta } }, guarded)).toBeNull();
    expect(thresholdProblem({ ...good, threshold: { units: units + 48, delta } }, guarded)).toMatch(/below the one/);
  });
});
