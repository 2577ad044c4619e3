import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { PolicyChange, PolicyId, PolicyPlace, PolicyRecord, PolicyVersion } from './policy-vocabulary.ts';

/** One policy, or all of a data set or of the platform, as they stood at a version; with the history of their changes. */
export const showPolicy = defineOperation({
  name: 'policy.show',
  action: 'policy:show',
  http: { method: 'GET', path: '/v1/policies/:of' },
  input: z.strictObject({ of: z.union([PolicyPlace, PolicyId]), version: PolicyVersion.optional() }),
  output: z.strictObject({
    of: z.string(),
    version: PolicyVersion,
    policies: z.array(PolicyRecord),
    history: z.array(PolicyChange),
  }),
  errors: ['DATASET_UNKNOWN', 'POLICY_UNKNOWN'],
  example: {
    input: { of: 'census' },
    output: {
      of: 'census',
      version: 2,
      policies: [],
      history: [
        {
          version: 2,
          policy: 'census/data-scientist',
          change: 'set',
          by: 'owner@example.org',
          at: '2026-11-24T00:00:00Z',
        },
      ],
    },
  },
});
