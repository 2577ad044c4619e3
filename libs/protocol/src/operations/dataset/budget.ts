import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { DatasetName } from '../../vocabulary.ts';

/** How much of the account behind a data set is used and left. */
export const budgetDataset = defineOperation({
  name: 'dataset.budget',
  action: 'dataset:budget',
  http: { method: 'GET', path: '/v1/datasets/:dataset/budget' },
  input: z.strictObject({ dataset: DatasetName }),
  output: z.strictObject({
    account: z.string(),
    epsilon: z.number(),
    delta: z.number(),
    /** Parts of the account's limit at its primary order; `used + left = 1` up to rounding. */
    used: z.number(),
    left: z.number(),
    /** Epsilon of everything charged so far, at the account's delta. */
    epsilonSpent: z.number(),
    releases: z.int().nonnegative(),
  }),
  errors: ['DATASET_UNKNOWN'],
  example: {
    input: { dataset: 'census' },
    output: { account: 'us-1994', epsilon: 10, delta: 1e-6, used: 0.01, left: 0.99, epsilonSpent: 0.4, releases: 3 },
  },
});
