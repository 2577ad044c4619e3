import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { epsilonAt } from '../conversion/epsilon-at.ts';
import { composeCurves, curveFrom, repeatCurve, type Curve } from '../curves/curve.ts';
import { curveOf } from '../curves/curve-of.ts';
import { PrivacyEvent } from '../events/event.ts';
import { epsilonByLosses } from './epsilon-by-losses.ts';
import { repetitionsOf } from './repetitions.ts';

const Fixture = z.strictObject({
  about: z.string(),
  cases: z.array(
    z.strictObject({ delta: z.number(), below: z.number(), above: z.number(), events: z.array(PrivacyEvent) }),
  ),
});
const url = new URL('../../../protocol/fixtures/accounting/random-lists.json', import.meta.url);
const { cases } = Fixture.parse(JSON.parse(readFileSync(url, 'utf8')));

/** The fixture takes additive deltas of 1e-12 off a delta of 1e-8 as parts of one: so many of its digits hold. */
const DIGITS = 1e-8;

/** Lists for which a report lies below what dp-accounting proves the exact epsilon to be at least. */
function understated(report: (events: readonly PrivacyEvent[], delta: number) => number): number[] {
  return cases.flatMap(({ events, delta, below }, index) => (report(events, delta) < below ? [index] : []));
}

/** The curve of continuous Laplace noise, which integer noise does not have: it loses more. */
function continuousLaplace(epsilon: number): Curve {
  return curveFrom((a) => {
    const growing = (a / (2 * a - 1)) * Math.exp((a - 1) * epsilon);
    return Math.log(growing + ((a - 1) / (2 * a - 1)) * Math.exp(-a * epsilon)) / (a - 1);
  });
}

function curveWithContinuousLaplace(event: PrivacyEvent): Curve {
  if (event.kind === 'pure') return continuousLaplace(Number(event.epsilon));
  return event.kind === 'discrete_laplace' ? continuousLaplace(Number(event.l1) / Number(event.scale)) : curveOf(event);
}

/** Integer Laplace noise on a grid a thousand times finer: as good as continuous. */
function asContinuous(event: PrivacyEvent): PrivacyEvent {
  if (event.kind === 'pure' && event.epsilon !== '0') {
    return { kind: 'discrete_laplace', scale: String(1000 / Number(event.epsilon)), l1: '1000' };
  }
  if (event.kind !== 'discrete_laplace') return event;
  return { kind: 'discrete_laplace', scale: String(1000 * Number(event.scale)), l1: `${event.l1}000` };
}

describe('500 random lists of events beside dp-accounting', () => {
  it('are all there, of every kind', () => {
    expect(cases).toHaveLength(500);
    const kinds = new Set(cases.flatMap(({ events }) => repetitionsOf(events).map(({ event }) => event.kind)));
    expect(kinds.size).toBe(7);
  });

  it('are never reported below their exact epsilon by the curves', () => {
    expect(understated((events, delta) => epsilonAt(composeCurves(events.map(curveOf)), delta))).toEqual([]);
  });

  it('would be, by the curve of continuous Laplace noise (control of the test above)', () => {
    const wrong = understated((events, delta) => {
      const curves = repetitionsOf(events).map(({ event, count }) =>
        repeatCurve(curveWithContinuousLaplace(event), Number(count)),
      );
      return epsilonAt(composeCurves(curves), delta);
    });
    expect(wrong.length).toBeGreaterThan(0);
  });

  it('are never reported below it by privacy losses either, and hardly above', () => {
    for (const [index, { events, delta, below, above }] of cases.entries()) {
      const ours = epsilonByLosses(events, delta);
      expect(ours, `list ${index}`).toBeGreaterThanOrEqual(below * (1 - DIGITS));
      expect(ours, `list ${index}`).toBeLessThanOrEqual(above * 1.005 + 1e-6);
    }
  }, 400_000);

  it('would be, if integer Laplace noise were taken as continuous (control of the test above)', () => {
    const wrong = cases.slice(0, 100).filter(({ events, delta, below }) => {
      const changed = repetitionsOf(events).map(({ event, count }): PrivacyEvent => {
        return { kind: 'self_composed', count: Number(count), event: asContinuous(event) };
      });
      return epsilonByLosses(changed, delta) < below;
    });
    expect(wrong.length).toBeGreaterThan(0);
  }, 240_000);
});
