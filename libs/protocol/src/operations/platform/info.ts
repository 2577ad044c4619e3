import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { IsoTime } from '../../vocabulary.ts';

const PlatformWarning = z.strictObject({
  about: z.enum(['service', 'disk', 'proxies', 'sandbox', 'queue', 'keys', 'backup']),
  title: z.string(),
  found: z.string(),
  /** The next step. */
  remedy: z.string(),
});

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
    /** Jobs whose outcome may not be seen yet: those of the queue and those that people decide about. */
    activeJobs: z.int(),
    /** Where timing is protected a job waits and runs by its public schedule, not by what it does. */
    queue: z.strictObject({ waiting: z.int(), running: z.int(), oldestSince: IsoTime.nullable() }),
    proxies: z.array(
      z.strictObject({
        origin: z.string(),
        state: z.enum(['unknown', 'reachable', 'unreachable']),
        /** When its last good answer came; null before the first. */
        heardAt: IsoTime.nullable(),
        /** Of the last request that it answered without being asked to wait. */
        roundTripMs: z.int().nullable(),
      }),
    ),
    /** Where the database lies. */
    disk: z.strictObject({ freeBytes: z.int(), totalBytes: z.int() }),
    /** Those in use. */
    keys: z.array(z.strictObject({ purpose: z.enum(['signing', 'encryption']), createdAt: IsoTime })),
    /** The newest backup of the database that was read back whole; null before the first. */
    backup: z.strictObject({ takenAt: IsoTime.nullable() }),
    /** What needs a look, the most pressing first. */
    warnings: z.array(PlatformWarning),
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
      activeJobs: 3,
      queue: { waiting: 1, running: 2, oldestSince: '2026-11-23T23:59:48Z' },
      proxies: [
        {
          origin: 'https://proxy.example.org',
          state: 'reachable',
          heardAt: '2026-11-23T23:59:59Z',
          roundTripMs: 38,
        },
      ],
      disk: { freeBytes: 800_000_000, totalBytes: 120_000_000_000 },
      keys: [
        { purpose: 'signing', createdAt: '2026-11-20T00:00:00Z' },
        { purpose: 'encryption', createdAt: '2026-11-20T00:00:00Z' },
      ],
      backup: { takenAt: '2026-11-23T03:00:00Z' },
      warnings: [
        {
          about: 'disk',
          title: 'The disk is nearly full',
          found: 'Where the database lies, 800.0 MB of 120.0 GB are free.',
          remedy: 'Free space or enlarge the disk: the platform answers nothing that it cannot write down.',
        },
      ],
    },
  },
});
