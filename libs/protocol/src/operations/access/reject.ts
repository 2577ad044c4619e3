import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { ACCESS_EXAMPLE, AccessRecord, AccessRequestId } from './access-vocabulary.ts';

/** Turns a request down; for the owner of the data set, and final. */
export const rejectAccess = defineOperation({
  name: 'access.reject',
  action: 'access:reject',
  access: 'person',
  validityMinutes: 10,
  stepUp: true,
  http: { method: 'POST', path: '/v1/access-requests/:request/reject' },
  input: z.strictObject({ request: AccessRequestId }),
  output: AccessRecord,
  errors: ['REQUEST_UNKNOWN', 'REQUEST_CLOSED'],
  example: {
    input: { request: ACCESS_EXAMPLE.request },
    output: { ...ACCESS_EXAMPLE, state: 'rejected', decided: '2026-11-25T00:00:00Z' },
  },
});
