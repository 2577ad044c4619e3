import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { NO_CONSEQUENCES, PolicyConsequences, PolicyId, PolicyVersion } from './policy-vocabulary.ts';

/** Withdraws a policy; its text stays in the history. */
export const removePolicy = defineOperation({
  name: 'policy.remove',
  action: 'policy:remove',
  access: 'person',
  validityMinutes: 10,
  stepUp: true,
  http: { method: 'DELETE', path: '/v1/policies/:policy' },
  input: z.strictObject({ policy: PolicyId }),
  output: z.strictObject({ policy: PolicyId, version: PolicyVersion, ...PolicyConsequences.shape }),
  errors: ['DATASET_UNKNOWN', 'POLICY_UNKNOWN'],
  example: {
    input: { policy: 'census/data-scientist' },
    output: { policy: 'census/data-scientist', version: 4, ...NO_CONSEQUENCES },
  },
});
