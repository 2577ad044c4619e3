import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { GroupsOfUser, UserRecord } from './user-record.ts';
import { Email, Fingerprint, Role } from '../../vocabulary.ts';

/** Lets an applicant in with a role, after a person compared the fingerprint of the device. */
export const approveUser = defineOperation({
  name: 'user.approve',
  action: 'user:approve',
  access: 'person',
  validityMinutes: 10,
  stepUp: true,
  http: { method: 'POST', path: '/v1/users/approve' },
  input: z.strictObject({
    email: Email,
    role: Role,
    /** Groups to be in from the start; only who may put people into groups names any. */
    groups: GroupsOfUser.optional(),
    fingerprint: Fingerprint.optional(),
  }),
  output: z.strictObject({ user: UserRecord }),
  errors: ['USER_UNKNOWN', 'USER_STATE', 'FINGERPRINT_MISMATCH', 'GROUP_UNKNOWN'],
  example: {
    input: { email: 'ada@example.org', role: 'data-scientist' },
    output: {
      user: {
        email: 'ada@example.org',
        state: 'approved',
        roles: ['data-scientist'],
        groups: [],
        fingerprint: '12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345',
        since: '2026-11-24T00:00:00Z',
      },
    },
  },
});
