import { amountAbove } from '../amount/amount.ts';
import type { PrivacyEvent } from '../events/event.ts';
import { composeCurves, curveFrom, NOTHING, repeatCurve, type Curve } from './curve.ts';
import { poissonGaussianDivergence } from './poisson-gaussian.ts';
import { pureDivergence } from './pure.ts';

/** The curve of an event that has passed its schema. */
export function curveOf(event: PrivacyEvent): Curve {
  switch (event.kind) {
    case 'discrete_gaussian':
      return zcdpCurve(Number(event.l2Squared) / (2 * Number(event.sigma) ** 2));
    case 'gaussian':
      return zcdpCurve((Number(event.sensitivity) / Number(event.sigma)) ** 2 / 2);
    case 'zcdp':
      return zcdpCurve(Number(event.rho));
    case 'discrete_laplace':
      return pureCurve(Number(event.l1) / Number(event.scale));
    case 'pure':
      return pureCurve(Number(event.epsilon));
    case 'poisson_gaussian': {
      const [q, sigma] = [Number(event.q), Number(event.sigma)];
      return repeatCurve(
        curveFrom((order) => poissonGaussianDivergence(order, q, sigma)),
        event.steps,
      );
    }
    case 'self_composed':
      return repeatCurve(curveOf(event.event), event.count);
    case 'composed':
      return curveOfAll(event.events);
    case 'additive_delta':
      return { ...NOTHING, delta: amountAbove(Number(event.delta)) };
  }
}

/** The curve of several events of one release. */
export function curveOfAll(events: readonly PrivacyEvent[]): Curve {
  return composeCurves(events.map(curveOf));
}

function zcdpCurve(rho: number): Curve {
  return curveFrom((order) => rho * order, rho === 0 ? 0 : null);
}

function pureCurve(epsilon: number): Curve {
  return curveFrom((order) => pureDivergence(order, epsilon), epsilon);
}
