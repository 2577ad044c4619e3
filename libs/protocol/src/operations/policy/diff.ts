import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import {
  NO_CONSEQUENCES,
  PolicyConsequences,
  PolicyDraft,
  PolicyId,
  PolicyName,
  PolicyPlace,
  PolicyVersion,
} from './policy-vocabulary.ts';

/**
 * What differs between two versions, or between a version and a draft or a removal: the texts, and who gains or loses
 * what. By default what the newest change did.
 */
export const diffPolicies = defineOperation({
  name: 'policy.diff',
  action: 'policy:diff',
  http: { method: 'POST', path: '/v1/policies/diff' },
  input: z.strictObject({
    place: PolicyPlace,
    from: PolicyVersion.optional(),
    to: PolicyVersion.optional(),
    draft: PolicyDraft.optional(),
    /** What removing this policy would change, instead of a draft. */
    without: PolicyName.optional(),
  }),
  output: z.strictObject({
    place: PolicyPlace,
    from: PolicyVersion,
    /** Null: the draft or the removal. */
    to: PolicyVersion.nullable(),
    texts: z.array(z.strictObject({ policy: PolicyId, before: z.string().nullable(), after: z.string().nullable() })),
    ...PolicyConsequences.shape,
  }),
  errors: [
    'DATASET_UNKNOWN',
    'POLICY_UNKNOWN',
    'POLICY_INVALID',
    'POLICY_BOUNDS',
    'GROUP_UNKNOWN',
    'USER_UNKNOWN',
    'INPUT_INVALID',
  ],
  example: {
    input: { place: 'census', from: 2, to: 3 },
    output: { place: 'census', from: 2, to: 3, texts: [], ...NO_CONSEQUENCES },
  },
});
