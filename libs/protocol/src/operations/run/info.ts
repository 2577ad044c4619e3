import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { RunRecord } from './run-record.ts';
import { VisibleState } from '../query/query-answer.ts';
import { IsoTime, JobId } from '../../vocabulary.ts';

/**
 * One job: what was asked, states with times, checks with versions and verdicts, what it spent; for the owner also why it
 * failed.
 */
export const infoRun = defineOperation({
  name: 'run.info',
  action: 'run:info',
  http: { method: 'GET', path: '/v1/runs/:job' },
  input: z.strictObject({ job: JobId }),
  output: z.strictObject({
    run: RunRecord,
    /** The text that was asked; null for all but who asked it and the owner of the data set. */
    request: z.string().nullable(),
    history: z.array(z.strictObject({ state: VisibleState, time: IsoTime })),
    checks: z.array(
      z.strictObject({
        name: z.string(),
        version: z.string(),
        stage: z.enum(['before', 'after']),
        verdict: z.string(),
      }),
    ),
    sandbox: z.string().nullable(),
    digest: z.string().nullable(),
    /** Owner of the data set only. */
    reason: z.string().nullable(),
  }),
  errors: ['JOB_UNKNOWN'],
  example: {
    input: { job: '0198c0de-0000-7000-8000-000000000001' },
    output: {
      run: {
        job: '0198c0de-0000-7000-8000-000000000001',
        plugin: 'sql',
        dataset: 'census',
        user: 'ada@example.org',
        project: null,
        purpose: null,
        state: 'released',
        submitted: '2026-11-24T00:00:00Z',
        spent: { epsilon: 0.5, delta: 1e-7, share: 0.001 },
      },
      request: 'SELECT COUNT(*) AS n FROM adult',
      history: [{ state: 'queued', time: '2026-11-24T00:00:00Z' }],
      checks: [{ name: 'budget', version: '1', stage: 'before', verdict: 'pass' }],
      sandbox: 'bubblewrap',
      digest: null,
      reason: null,
    },
  },
});
