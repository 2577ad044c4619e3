import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { ServiceExecutor } from '../../service/executor-records.ts';

export const Executor = ServiceExecutor.extend({
  /** Where timing is protected, by the public schedule: the end of a job shows with its outcome. */
  running: z.int().nonnegative(),
});
export type Executor = z.infer<typeof Executor>;

/** Where jobs run, and what keeps them in. */
export const listExecutors = defineOperation({
  name: 'executor.list',
  action: 'executor:list',
  http: { method: 'GET', path: '/v1/executors' },
  input: z.strictObject({}),
  output: z.strictObject({ executors: z.array(Executor) }),
  errors: ['SERVICE_UNAVAILABLE'],
  example: {
    input: {},
    output: {
      executors: [
        {
          name: 'local',
          kind: 'bubblewrap',
          isolation: [
            { about: 'network', inForce: true, text: 'A network of its own, with nothing on it.' },
            {
              about: 'control-group',
              inForce: false,
              text: 'No control group: its supervisor watches memory, disk and processes instead.',
            },
          ],
          atOnce: 3,
          running: 1,
          warm: 2,
          environments: [
            {
              of: 'sql',
              python: '3.11.9',
              digest: '6b1f7fdc7f3d6f4b0a7f2f2b7f0d8f6a3d2b1c0e9f8a7b6c5d4e3f2a1b0c9d8e',
              state: 'ready',
              bytes: 182_000_000,
              remedy: null,
            },
          ],
        },
      ],
    },
  },
});
