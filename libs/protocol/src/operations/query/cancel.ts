import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { JobId } from '../../vocabulary.ts';

/** Cancels a query whose data were not opened yet, and refunds it; never where the data set protects timing. */
export const cancelQuery = defineOperation({
  name: 'query.cancel',
  action: 'query:cancel',
  http: { method: 'POST', path: '/v1/queries/:job/cancel' },
  input: z.strictObject({ job: JobId }),
  output: z.strictObject({ job: JobId, state: z.literal('cancelled') }),
  errors: ['JOB_UNKNOWN', 'JOB_STATE', 'CANCEL_PROTECTED'],
  example: {
    input: { job: '0198c0de-0000-7000-8000-000000000001' },
    output: { job: '0198c0de-0000-7000-8000-000000000001', state: 'cancelled' },
  },
});
