import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { IsoTime } from '../../vocabulary.ts';
import { NO_CONSEQUENCES, PolicyConsequences, PolicyForm } from '../policy/policy-vocabulary.ts';
import { ACCESS_EXAMPLE, AccessRecord, AccessRequestId } from './access-vocabulary.ts';

/**
 * Lets who asked ask the data set for the purpose, until an end: by a policy of the data set for that one person. For
 * its owner; final.
 */
export const approveAccess = defineOperation({
  name: 'access.approve',
  action: 'access:approve',
  access: 'person',
  validityMinutes: 10,
  stepUp: true,
  http: { method: 'POST', path: '/v1/access-requests/:request/approve' },
  input: z.strictObject({
    request: AccessRequestId,
    /** Largest epsilon of one release. */
    epsilon: PolicyForm.shape.epsilon.unwrap().unwrap().optional(),
    /** The end, in the future; without it the one that was wished for. */
    until: IsoTime.optional(),
  }),
  output: z.strictObject({
    request: AccessRecord,
    ...PolicyConsequences.shape,
  }),
  errors: ['REQUEST_UNKNOWN', 'REQUEST_CLOSED', 'POLICY_BOUNDS', 'INPUT_INVALID'],
  example: {
    input: { request: ACCESS_EXAMPLE.request, epsilon: 0.5, until: '2027-07-01T00:00:00Z' },
    output: {
      request: {
        ...ACCESS_EXAMPLE,
        state: 'approved',
        decided: '2026-11-25T00:00:00Z',
        policy: 'census/access-0198c0de',
      },
      ...NO_CONSEQUENCES,
    },
  },
});
