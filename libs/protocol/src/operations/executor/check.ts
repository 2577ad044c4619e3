import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { ExecutorCheck } from '../../service/executor-records.ts';

/** Starts a job without data that tries what a sandbox must refuse, and what must work. */
export const checkExecutor = defineOperation({
  name: 'executor.check',
  action: 'executor:check',
  // It is about now: one that comes late would start a job that nobody waits for.
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/executors/:executor/check' },
  input: z.strictObject({
    executor: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'a lower-case letter, then at most 62 letters, digits or -'),
  }),
  output: ExecutorCheck,
  errors: ['EXECUTOR_UNKNOWN', 'EXECUTOR_BUSY', 'SERVICE_UNAVAILABLE'],
  example: {
    input: { executor: 'local' },
    output: {
      executor: 'local',
      kind: 'bubblewrap',
      ok: true,
      milliseconds: 1840,
      findings: [
        {
          name: 'network',
          wanted: 'refused',
          ok: true,
          tried: 'Reach a network',
          found: 'Refused.',
          remedy: null,
          milliseconds: 1,
        },
      ],
    },
  },
});
