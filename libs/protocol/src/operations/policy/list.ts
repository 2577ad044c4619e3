import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { PolicyPlace, PolicyRecord, PolicyVersion } from './policy-vocabulary.ts';

/** The policies that the caller may read: owners those of their data sets, administrators those of the platform, auditors all. */
export const listPolicies = defineOperation({
  name: 'policy.list',
  action: 'policy:list',
  http: { method: 'GET', path: '/v1/policies' },
  input: z.strictObject({ place: PolicyPlace.optional() }),
  output: z.strictObject({ version: PolicyVersion, policies: z.array(PolicyRecord) }),
  errors: ['DATASET_UNKNOWN'],
  example: {
    input: { place: 'census' },
    output: {
      version: 2,
      policies: [
        {
          policy: 'census/data-scientist',
          shipped: false,
          version: 2,
          changedBy: 'owner@example.org',
          changedAt: '2026-11-24T00:00:00Z',
          text: 'permit (principal in Group::"data-scientist", action == Action::"query:run", resource == Dataset::"census");',
          form: null,
        },
      ],
    },
  },
});
