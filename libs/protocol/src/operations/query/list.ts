import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { VisibleState } from './query-answer.ts';
import { IsoTime, JobId } from '../../vocabulary.ts';

/** The caller's queries, newest first. */
export const listQueries = defineOperation({
  name: 'query.list',
  action: 'query:list',
  http: { method: 'GET', path: '/v1/queries' },
  input: z.strictObject({ limit: z.int().min(1).max(200).default(50), before: IsoTime.optional() }),
  output: z.strictObject({
    queries: z.array(
      z.strictObject({
        job: JobId,
        dataset: z.string(),
        sql: z.string(),
        state: VisibleState,
        epsilon: z.number(),
        share: z.number(),
        /** What it was asked for, as it was declared. */
        purpose: z.string().nullable(),
        submitted: IsoTime,
      }),
    ),
  }),
  paging: { items: 'queries', cursor: 'before', member: 'submitted' },
  errors: [],
  example: {
    input: {},
    output: {
      queries: [
        {
          job: '0198c0de-0000-7000-8000-000000000001',
          dataset: 'census',
          sql: 'SELECT COUNT(*) AS n FROM adult',
          state: 'released',
          epsilon: 0.5,
          share: 0.001,
          purpose: null,
          submitted: '2026-11-24T00:00:00Z',
        },
      ],
    },
  },
});
