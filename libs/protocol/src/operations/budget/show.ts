import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { IsoTime } from '../../vocabulary.ts';
import { BudgetName, QuotaRecord, Share } from './budget-vocabulary.ts';

/**
 * Where a budget account stands: its terms, what is used and left, and the epsilon spent so far. Owners see
 * every person's part on their data sets, auditors on all; others see their own.
 */
export const showBudget = defineOperation({
  name: 'budget.show',
  action: 'budget:show',
  http: { method: 'GET', path: '/v1/budgets/:name' },
  input: z.strictObject({ name: BudgetName }),
  output: z.strictObject({
    account: z.string(),
    entity: z.string(),
    unitKind: z.enum(['row', 'entity']),
    epsilon: z.number(),
    delta: z.number(),
    /** The Renyi order that shares refer to. */
    primaryOrder: z.int(),
    /** Accounts whose spends this one took over when they were joined, as far as the caller may see a data set on them. */
    joined: z.array(z.string()),
    /** Data sets on it that the caller may see. */
    datasets: z.array(z.string()),
    used: Share,
    left: Share,
    /** Nothing more is admitted, for good. */
    closed: z.boolean(),
    /** Epsilon of everything charged or set aside so far, at the account's delta. */
    odometer: z.strictObject({
      rdpEpsilon: z.number(),
      /** By privacy loss distributions. On large accounts it may be up to an hour behind: `spends` at `time`. */
      pld: z.strictObject({ epsilon: z.number(), spends: z.int().nonnegative(), time: IsoTime }),
    }),
    /** Reserved or charged; what came back does not count. */
    spends: z.int().nonnegative(),
    own: z.strictObject({ share: Share, spends: z.int().nonnegative() }),
    /** Null for who may see only their own part. */
    people: z.array(z.strictObject({ user: z.string(), share: Share, spends: z.int().nonnegative() })).nullable(),
    quotas: z.array(QuotaRecord),
  }),
  errors: ['ACCOUNT_UNKNOWN'],
  example: {
    input: { name: 'census' },
    output: {
      account: 'us-1994',
      entity: 'person',
      unitKind: 'row',
      epsilon: 10,
      delta: 1e-6,
      primaryOrder: 4,
      joined: [],
      datasets: ['census'],
      used: 0.01,
      left: 0.99,
      closed: false,
      odometer: { rdpEpsilon: 0.52, pld: { epsilon: 0.47, spends: 3, time: '2026-11-24T09:30:00Z' } },
      spends: 3,
      own: { share: 0.01, spends: 3 },
      people: null,
      quotas: [],
    },
  },
});
