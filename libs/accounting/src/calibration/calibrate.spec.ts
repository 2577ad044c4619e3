import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epsilonAt } from '../conversion/epsilon-at.ts';
import { curveOfAll } from '../curves/curve-of.ts';
import { calibrate, largestRho, smallestGaussianEpsilon, type CalibratedEvent } from './calibrate.ts';
import { verifyPlan } from './verify-plan.ts';

const aSensitivity = fc
  .tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.integer({ min: 1, max: 500 }))
  .map(([bound, cells]) => ({ l2Squared: String(bound * bound * BigInt(cells)), l1: String(bound * BigInt(cells)) }));
const aRequest = fc.record({
  epsilon: fc.double({ min: 0.001, max: 10, noNaN: true }),
  delta: fc.double({ min: 1e-12, max: 1e-4, noNaN: true }),
  events: fc.array(aSensitivity, { minLength: 1, maxLength: 6 }),
});

describe('calibration', () => {
  it('costs at most the epsilon asked, nearly all of it, and is accepted by the check of plans', () => {
    fc.assert(
      fc.property(aRequest, (request) => {
        const events = calibrate(request) ?? [];
        const alone = epsilonAt(curveOfAll(events), request.delta);
        expect(alone).toBeLessThanOrEqual(request.epsilon * (1 + 1e-9));
        if (events[0]?.kind === 'discrete_laplace') expect(alone).toBeGreaterThan(request.epsilon * 0.5);
        else expect(alone).toBeGreaterThan(request.epsilon * (1 - 1e-4));
        expect(verifyPlan({ epsilon: request.epsilon, delta: request.delta, events })).toEqual({ ok: true });
      }),
    );
  });

  it('takes Gaussian noise of equal rho: sigma grows with the root of sensitivity and number of events', () => {
    const one = calibrate({ epsilon: 0.5, delta: 1e-7, events: [{ l2Squared: '1' }] });
    const two = calibrate({ epsilon: 0.5, delta: 1e-7, events: [{ l2Squared: '4' }, { l2Squared: '1' }] });
    const sigma = Math.sqrt(1 / (2 * largestRho(0.5, 1e-7)));
    expect(Number(one?.[0]?.kind === 'discrete_gaussian' && one[0].sigma)).toBeCloseTo(sigma, 3);
    expect(Number(two?.[0]?.kind === 'discrete_gaussian' && two[0].sigma)).toBeCloseTo(sigma * Math.sqrt(8), 3);
    expect(Number(two?.[1]?.kind === 'discrete_gaussian' && two[1].sigma)).toBeCloseTo(sigma * Math.sqrt(2), 3);
  });

  it('takes Laplace noise where Gaussian noise proves nothing, or on wish', () => {
    const floor = smallestGaussianEpsilon(1e-7);
    expect(floor).toBeCloseTo(0.0376, 3);
    const both = [{ l2Squared: '4', l1: '2' }];
    expect(calibrate({ epsilon: floor * 0.99, delta: 1e-7, events: both })?.[0]?.kind).toBe('discrete_laplace');
    expect(calibrate({ epsilon: floor * 1.01, delta: 1e-7, events: both })?.[0]?.kind).toBe('discrete_gaussian');
    expect(calibrate({ epsilon: 0.5, delta: 0, events: both })).toEqual([
      { kind: 'discrete_laplace', scale: '4.00000', l1: '2' },
    ]);
    expect(calibrate({ epsilon: 0.5, delta: 1e-7, events: [{ l1: '2' }, { l1: '3' }] })).toEqual([
      { kind: 'discrete_laplace', scale: '8.00000', l1: '2' },
      { kind: 'discrete_laplace', scale: '12.0000', l1: '3' },
    ]);
  });

  it('has no answer where the sensitivity is missing, and refuses numbers out of range', () => {
    expect(calibrate({ epsilon: 0.001, delta: 1e-7, events: [{ l2Squared: '1' }] })).toBeNull();
    expect(calibrate({ epsilon: 0.5, delta: 1e-7, events: [{ l2Squared: '1' }, { l1: '1' }] })).toBeNull();
    for (const epsilon of [0, -1, NaN])
      expect(() => calibrate({ epsilon, delta: 1e-7, events: [] })).toThrow(RangeError);
    expect(() => calibrate({ epsilon: 1, delta: 1, events: [] })).toThrow(RangeError);
  });
});

describe('the check of a plan', () => {
  const request = { epsilon: 0.5, delta: 1e-7 };
  const plan = (sigma: string): CalibratedEvent[] => [{ kind: 'discrete_gaussian', sigma, l2Squared: '1' }];
  const honest = calibrate({ ...request, events: [{ l2Squared: '1' }] }) ?? [];

  it.each([
    ['less noise', { ...request, events: plan('1') }],
    ['more noise than calibrated', { ...request, events: plan('100') }],
    ['a larger claim of epsilon', { epsilon: 0.6, delta: 1e-7, events: honest }],
    ['a smaller claim of epsilon', { epsilon: 0.4, delta: 1e-7, events: honest }],
    ['another delta', { epsilon: 0.5, delta: 1e-9, events: honest }],
    ['the noise of one event for two', { ...request, events: [...honest, ...honest] }],
    ['no event', { ...request, events: [] }],
    ['no sensitivity', { ...request, events: [{ kind: 'discrete_gaussian', sigma: '10', l2Squared: '0' } as const] }],
    ['no noise', { ...request, events: plan('0') }],
    ['a negative epsilon', { ...request, epsilon: -1, events: honest }],
    ['two kinds', { ...request, events: [...honest, { kind: 'discrete_laplace', scale: '4', l1: '1' } as const] }],
  ])('refuses %s', (_, noise) => {
    expect(verifyPlan(noise)).toMatchObject({ ok: false });
  });

  it('accepts the honest one, and one unit more in the sixth digit; one unit less costs more than it says', () => {
    expect(honest).toEqual(plan('9.90878'));
    expect(verifyPlan({ ...request, events: honest })).toEqual({ ok: true });
    expect(verifyPlan({ ...request, events: plan('9.90879') })).toEqual({ ok: true });
    expect(verifyPlan({ ...request, events: plan('9.90877') })).toMatchObject({
      ok: false,
      reason: expect.stringMatching(/cost/),
    });
  });
});
