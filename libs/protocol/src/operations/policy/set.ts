import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { NO_CONSEQUENCES, PolicyConsequences, PolicyDraft, PolicyPlace, PolicyRecord } from './policy-vocabulary.ts';

/**
 * Writes a policy, or replaces the one of the same name: for the owner one of that data set, for administrators one of
 * the platform, which forbids. It acts from the next message on.
 */
export const setPolicy = defineOperation({
  name: 'policy.set',
  action: 'policy:set',
  access: 'person',
  validityMinutes: 10,
  stepUp: true,
  http: { method: 'POST', path: '/v1/policies' },
  input: z.strictObject({ place: PolicyPlace, draft: PolicyDraft }),
  output: z.strictObject({
    record: PolicyRecord,
    /** Of a data set only. */
    ...PolicyConsequences.shape,
  }),
  errors: ['DATASET_UNKNOWN', 'POLICY_INVALID', 'POLICY_BOUNDS', 'GROUP_UNKNOWN', 'USER_UNKNOWN'],
  example: {
    input: { place: 'census', draft: { form: { group: 'data-scientist', epsilon: 0.5 } } },
    output: {
      record: {
        policy: 'census/data-scientist',
        shipped: false,
        version: 3,
        changedBy: 'owner@example.org',
        changedAt: '2026-11-24T00:00:00Z',
        text: 'permit (...);',
        form: { group: 'data-scientist', epsilon: 0.5, purpose: null, until: null, share: null },
      },
      ...NO_CONSEQUENCES,
    },
  },
});
