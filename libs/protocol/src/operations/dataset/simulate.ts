import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { AccountTerms } from '../../dataset/definition.ts';

/** A question that people would ask, priced on the account as it would be. */
const TypicalQuestion = z.strictObject({
  title: z.string(),
  sql: z.string(),
  epsilon: z.number().positive(),
  /** Half the width of its 95 % interval; null where it is not known before. */
  halfWidth95: z.number().nonnegative().nullable(),
  /** Part of the account that it uses, and how often it fits. */
  share: z.number().nonnegative(),
  more: z.int().nonnegative(),
  /** Why it would be refused; null where it is answered. */
  refused: z.string().nullable(),
});

/** Checks a definition as if it were published and prices typical questions, from the definition alone: no data are read, nothing is published. */
export const simulateDataset = defineOperation({
  name: 'dataset.simulate',
  action: 'dataset:simulate',
  http: { method: 'POST', path: '/v1/datasets/simulate' },
  /** Validated by the handler, as for dataset.add. `budgets`: what else the account could hold, to compare with. */
  input: z.strictObject({ definition: z.unknown(), budgets: z.array(AccountTerms).max(4).default([]) }),
  output: z.strictObject({
    account: z.string(),
    /** An account of the owner that the data set would share. */
    joined: z.boolean(),
    budgets: z.array(z.strictObject({ ...AccountTerms.shape, questions: z.array(TypicalQuestion) })),
    notes: z.array(z.strictObject({ path: z.string(), message: z.string() })),
  }),
  errors: ['DATASET_INVALID', 'DATASET_EXISTS', 'CONNECTOR_UNAVAILABLE', 'ACCOUNT_CONFLICT', 'SERVICE_UNAVAILABLE'],
  example: {
    input: { definition: { apiVersion: 'dq0/v1', kind: 'Dataset', name: 'census' } },
    output: {
      account: 'us-1994',
      joined: false,
      budgets: [
        {
          epsilon: 10,
          delta: 1e-6,
          questions: [
            {
              title: 'rows of adult',
              sql: 'SELECT COUNT(*) AS n FROM adult',
              epsilon: 0.5,
              halfWidth95: 21,
              share: 0.003,
              more: 350,
              refused: null,
            },
          ],
        },
      ],
      notes: [],
    },
  },
});
