import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { QueryPlan } from './query-answer.ts';
import { ONE_PRICE, onePrice, QUESTION } from './question.ts';

/** Price, errors and mechanisms of a question, or why it is refused. Free: metadata only. */
export const planQuery = defineOperation({
  name: 'query.plan',
  action: 'query:plan',
  http: { method: 'POST', path: '/v1/queries/plan' },
  input: z
    .strictObject({
      ...QUESTION,
      /** Of a new answer, although one that is held would do. */
      fresh: z.boolean().optional(),
    })
    .refine(onePrice, ONE_PRICE),
  output: QueryPlan,
  errors: ['DATASET_UNKNOWN', 'PROJECT_UNKNOWN', 'JOB_UNKNOWN', 'SERVICE_UNAVAILABLE'],
  example: {
    input: { dataset: 'census', sql: 'SELECT COUNT(*) AS n FROM adult', epsilon: 0.5 },
    output: {
      accepted: true,
      refusals: [],
      columns: [{ name: 'n', type: 'integer', noisy: true }],
      spends: { epsilon: 0.5, delta: 1e-7, share: 0.001 },
      remaining: { share: 1, more: 350 },
      mechanisms: [{ column: 'n', part: 'count', kind: 'gaussian', scale: 10.5, sensitivity: 1 }],
      errors: [{ column: 'n', halfWidth95: 21 }],
      threshold: null,
    },
  },
});
