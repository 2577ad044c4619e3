import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { ProjectRef } from '../project/project-vocabulary.ts';
import { RunRecord } from './run-record.ts';
import { IsoTime } from '../../vocabulary.ts';

/** Jobs of every plugin: one's own, and for owners those on their data sets; newest first. */
export const listRuns = defineOperation({
  name: 'run.list',
  action: 'run:list',
  http: { method: 'GET', path: '/v1/runs' },
  input: z.strictObject({
    limit: z.int().min(1).max(200).default(50),
    before: IsoTime.optional(),
    /** All that its members asked for this project of the caller. */
    project: ProjectRef.optional(),
  }),
  output: z.strictObject({ runs: z.array(RunRecord) }),
  paging: { items: 'runs', cursor: 'before', member: 'submitted' },
  errors: ['PROJECT_UNKNOWN'],
  example: {
    input: {},
    output: {
      runs: [
        {
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
      ],
    },
  },
});
