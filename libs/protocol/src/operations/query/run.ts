import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { QueryAnswer } from './query-answer.ts';
import { ONE_PRICE, onePrice, QUESTION } from './question.ts';

/**
 * Asks a question and pays for it, or gets it free from an answer that is held; it follows by `query.result`. `mock`
 * runs on the mock twin, free.
 */
export const runQuery = defineOperation({
  name: 'query.run',
  action: 'query:run',
  http: { method: 'POST', path: '/v1/queries' },
  input: z
    .strictObject({
      ...QUESTION,
      mock: z.boolean().default(false),
      /** Asks anew, and pays, although a held answer would do. */
      fresh: z.boolean().default(false),
    })
    .refine(onePrice, ONE_PRICE),
  output: QueryAnswer,
  errors: ['DATASET_UNKNOWN', 'PROJECT_UNKNOWN', 'JOB_UNKNOWN', 'SERVICE_UNAVAILABLE'],
  example: {
    input: { dataset: 'census', sql: 'SELECT COUNT(*) AS n FROM adult', epsilon: 0.5 },
    output: {
      job: '0198c0de-0000-7000-8000-000000000001',
      state: 'released',
      columns: [{ name: 'n', type: 'integer', noisy: true }],
      rows: [[32_561]],
      intervals: [[[32_540, 32_582]]],
      confidence: 0.95,
      spent: { epsilon: 0.5, delta: 1e-7, share: 0.001 },
      remaining: { share: 0.999, more: 350 },
      reused: false,
      check: 'green',
    },
  },
});
