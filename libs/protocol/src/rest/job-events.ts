import { z } from 'zod';
import { JobId } from '../vocabulary.ts';

/** The states of a query's job as server-sent events; a route of the gateway alone. */
export const jobEvents = {
  name: 'query.events',
  method: 'GET',
  path: '/v1/queries/:job/events',
  input: z.strictObject({ job: JobId }),
} as const;
