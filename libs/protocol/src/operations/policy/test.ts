import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Authentication, DatasetName, Email, Epsilon, GroupName, IsoTime, Purpose } from '../../vocabulary.ts';
import { PolicyAnswer, PolicyDraft, PolicySubject } from './policy-vocabulary.ts';

/** Who could do what with a data set, now or at a time; with a draft also what it would be once that is saved. */
export const testPolicy = defineOperation({
  name: 'policy.test',
  action: 'policy:test',
  http: { method: 'POST', path: '/v1/policies/test' },
  input: z.strictObject({
    dataset: DatasetName,
    /** One person or group; without either all of them. */
    user: Email.optional(),
    group: GroupName.optional(),
    action: z.string().max(64).optional(),
    /** Of one release; without it the largest that is permitted is found. */
    epsilon: Epsilon.optional(),
    at: IsoTime.optional(),
    /** By what the session of the person began; without it policies are told nothing of it. */
    authentication: Authentication.optional(),
    /** Of one question; without it the one of those that policies name which lets ask for most is found. */
    purpose: Purpose.optional(),
    draft: PolicyDraft.optional(),
  }),
  output: z.strictObject({
    dataset: DatasetName,
    at: IsoTime,
    epsilon: z.number().nullable(),
    rows: z.array(
      z.strictObject({
        ...PolicySubject.shape,
        action: z.string(),
        now: PolicyAnswer,
        /** With the draft. */
        after: PolicyAnswer.nullable(),
      }),
    ),
    /** People beyond those listed. */
    more: z.int().nonnegative(),
  }),
  errors: ['DATASET_UNKNOWN', 'POLICY_INVALID', 'POLICY_BOUNDS', 'GROUP_UNKNOWN', 'USER_UNKNOWN', 'INPUT_INVALID'],
  example: {
    input: { dataset: 'census', group: 'data-scientist', action: 'query:run', epsilon: 0.6 },
    output: {
      dataset: 'census',
      at: '2026-11-24T00:00:00Z',
      epsilon: 0.6,
      rows: [
        {
          kind: 'group',
          who: 'data-scientist',
          action: 'query:run',
          now: { permit: false, rule: 'no-rule', policy: null, mostEpsilon: 0.5, purpose: null },
          after: null,
        },
      ],
      more: 0,
    },
  },
});
