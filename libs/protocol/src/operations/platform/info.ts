import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { IsoTime } from '../../vocabulary.ts';

/** Versions and health of the platform as an administrator sees them. */
export const infoPlatform = defineOperation({
  name: 'platform.info',
  action: 'platform:info',
  http: { method: 'GET', path: '/v1/platform' },
  input: z.strictObject({}),
  output: z.strictObject({
    version: z.string(),
    bundle: z.int(),
    time: IsoTime,
    service: z.strictObject({ reachable: z.boolean(), sandbox: z.string().nullable() }),
    plugins: z.array(z.strictObject({ name: z.string(), version: z.string(), class: z.string(), digest: z.string() })),
    waitingUsers: z.int(),
    activeJobs: z.int(),
  }),
  errors: [],
  example: {
    input: {},
    output: {
      version: '0.1.0',
      bundle: 1,
      time: '2026-11-24T00:00:00Z',
      service: { reachable: true, sandbox: 'bubblewrap' },
      plugins: [{ name: 'sql', version: '1.0.0', class: 'certified', digest: 'sha256:…' }],
      waitingUsers: 0,
      activeJobs: 0,
    },
  },
});
