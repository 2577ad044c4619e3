import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { QueryAnswer } from './query-answer.ts';
import { JobId } from '../../vocabulary.ts';

/** The answer of a query, waiting up to `waitSeconds` for it. Before release rows are empty. */
export const resultQuery = defineOperation({
  name: 'query.result',
  action: 'query:result',
  http: { method: 'GET', path: '/v1/queries/:job/result' },
  input: z.strictObject({ job: JobId, waitSeconds: z.number().min(0).max(25).default(0) }),
  output: QueryAnswer,
  errors: ['JOB_UNKNOWN'],
  example: {
    input: { job: '0198c0de-0000-7000-8000-000000000001', waitSeconds: 20 },
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
