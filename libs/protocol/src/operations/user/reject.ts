import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { UserRecord } from './user-record.ts';
import { Email } from '../../vocabulary.ts';

/** Turns an applicant away; the applicant gets mail. */
export const rejectUser = defineOperation({
  name: 'user.reject',
  action: 'user:reject',
  access: 'person',
  validityMinutes: 10,
  stepUp: true,
  http: { method: 'POST', path: '/v1/users/reject' },
  input: z.strictObject({ email: Email }),
  output: z.strictObject({ user: UserRecord }),
  errors: ['USER_UNKNOWN', 'USER_STATE'],
  example: {
    input: { email: 'ada@example.org' },
    output: {
      user: {
        email: 'ada@example.org',
        state: 'rejected',
        roles: [],
        groups: [],
        fingerprint: '12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345',
        since: '2026-11-24T00:00:00Z',
      },
    },
  },
});
