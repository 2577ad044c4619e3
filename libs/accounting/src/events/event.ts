import { z } from 'zod';

/*
 * Privacy events in their documented JSON form: what a plan declares and what the ledger keeps. Real parameters are
 * decimal text, so that TypeScript and Python hold the same value; integers of any size are digits in text.
 * The bounds keep every curve finite: no parameter inside them can overflow a double.
 */

const LARGEST = 1e60;
const SMALLEST = 1e-60;

const realText = z
  .string()
  .max(80)
  .regex(/^\d+(\.\d+)?(e[+-]?\d+)?$/, 'a decimal number as text, such as "12.5"');
/** A real number in [1e-60, 1e60]. */
const PositiveText = realText.refine((text) => Number(text) >= SMALLEST && Number(text) <= LARGEST, {
  error: 'must be above zero and at most 1e60',
});
/** A real number in [0, 1e60]. */
const NonNegativeText = realText.refine((text) => Number(text) <= LARGEST, { error: 'must be at most 1e60' });
/** A probability. */
const ProbabilityText = realText.refine((text) => Number(text) <= 1, { error: 'must be at most 1' });
/** An exact integer of at most 60 digits. */
const IntegerText = z.string().regex(/^\d{1,60}$/, 'a whole number of at most 60 digits as text');
const Count = z.int().positive().max(1_000_000_000);

/** Integer Gaussian noise; `l2Squared` is the squared L2 sensitivity of the whole vector. Curve: a l2Squared / (2 sigma^2). */
const DiscreteGaussian = z.strictObject({
  kind: z.literal('discrete_gaussian'),
  sigma: PositiveText,
  l2Squared: IntegerText,
});
/** Continuous Gaussian noise; `sensitivity` is the L2 sensitivity. Curve: a sensitivity^2 / (2 sigma^2). */
const Gaussian = z.strictObject({ kind: z.literal('gaussian'), sigma: PositiveText, sensitivity: NonNegativeText });
/** Integer Laplace noise; `l1` is the L1 sensitivity of the whole vector. Pure, epsilon = l1 / scale. */
const DiscreteLaplace = z.strictObject({ kind: z.literal('discrete_laplace'), scale: PositiveText, l1: IntegerText });
/** Any mechanism of pure differential privacy: randomised response, noisy maximum. */
const Pure = z.strictObject({ kind: z.literal('pure'), epsilon: NonNegativeText });
/** Zero-concentrated differential privacy. Curve: rho a. */
const Zcdp = z.strictObject({ kind: z.literal('zcdp'), rho: NonNegativeText });
/** `steps` Gaussian releases, each over a Poisson sample at rate `q`; `sigma` in multiples of the sensitivity. */
const PoissonGaussian = z.strictObject({
  kind: z.literal('poisson_gaussian'),
  q: ProbabilityText,
  sigma: PositiveText,
  steps: Count,
});
/** A probability of failure beside the curve, such as that of a threshold on groups. */
const AdditiveDelta = z.strictObject({ kind: z.literal('additive_delta'), delta: ProbabilityText });

export type PrivacyEvent =
  | z.infer<typeof DiscreteGaussian>
  | z.infer<typeof Gaussian>
  | z.infer<typeof DiscreteLaplace>
  | z.infer<typeof Pure>
  | z.infer<typeof Zcdp>
  | z.infer<typeof PoissonGaussian>
  | z.infer<typeof AdditiveDelta>
  | { kind: 'self_composed'; count: number; event: PrivacyEvent }
  | { kind: 'composed'; events: PrivacyEvent[] };

/** The same event `count` times. */
const SelfComposed = z.strictObject({
  kind: z.literal('self_composed'),
  count: Count,
  get event(): z.ZodType<PrivacyEvent> {
    return PrivacyEvent;
  },
});
/** Several events after each other; each may depend on the answers before it. */
const Composed = z.strictObject({
  kind: z.literal('composed'),
  get events(): z.ZodType<PrivacyEvent[]> {
    return z.array(PrivacyEvent).max(10_000);
  },
});

export const PrivacyEvent: z.ZodType<PrivacyEvent> = z
  .discriminatedUnion('kind', [
    DiscreteGaussian,
    Gaussian,
    DiscreteLaplace,
    Pure,
    Zcdp,
    PoissonGaussian,
    AdditiveDelta,
    SelfComposed,
    Composed,
  ])
  .meta({ id: 'PrivacyEvent' });
