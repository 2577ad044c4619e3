export { ORDERS, type Order } from './orders.ts';
export { amountToNumber, type Amount } from './amount/amount.ts';
export { ceilToSixDigits } from './amount/six-digits.ts';
export { PrivacyEvent } from './events/event.ts';
export { EVENT_EXAMPLES, readEvents, type EventProblem, type EventsReading } from './events/read-events.ts';
export {
  addToTotals,
  composeCurves,
  CurveRecord,
  curveFromRecord,
  curveToRecord,
  divergences,
  NOTHING,
  removeFromTotals,
  repeatCurve,
  TotalsRecord,
  totalsFromRecord,
  totalsToRecord,
  type Curve,
  type Totals,
} from './curves/curve.ts';
export { curveOf, curveOfAll } from './curves/curve-of.ts';
export { epsilonAt } from './conversion/epsilon-at.ts';
export { epsilonByLosses, epsilonByLossesInSteps, isFollowed } from './losses/epsilon-by-losses.ts';
export {
  accountTerms,
  AccountTermsRecord,
  budgetsByOrder,
  termsFromRecord,
  termsToRecord,
  type AccountTerms,
} from './account/terms.ts';
export { admits, type FilterVerdict } from './account/filter.ts';
export { priceEvents, type EventsPrice } from './account/price-events.ts';
export { more, remainingShare, share } from './account/price.ts';
export { largestFittingEpsilon, type LargestFitOptions } from './account/largest-fit.ts';
export {
  calibrate,
  largestRho,
  smallestGaussianEpsilon,
  type CalibratedEvent,
  type CalibrationRequest,
  type Sensitivity,
} from './calibration/calibrate.ts';
export { verifyPlan, type PlannedNoise, type PlanVerdict } from './calibration/verify-plan.ts';
export { noiseTail, thresholdDeltaOf, type IntegerNoise } from './threshold/threshold-delta.ts';
