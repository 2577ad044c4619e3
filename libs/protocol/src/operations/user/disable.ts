import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { UserRecord } from './user-record.ts';
import { Email } from '../../vocabulary.ts';

/** Ends a user's sessions and rights at once. */
export const disableUser = defineOperation({
  name: 'user.disable',
  action: 'user:disable',
  access: 'person',
  validityMinutes: 10,
  stepUp: true,
  http: { method: 'POST', path: '/v1/users/disable' },
  input: z.strictObject({ email: Email }),
  output: z.strictObject({ user: UserRecord }),
  errors: ['USER_UNKNOWN', 'USER_STATE'],
  example: {
    input: { email: 'ada@example.org' },
    output: {
      user: {
        email: 'ada@example.org',
        state: 'disabled',
        roles: [],
        groups: [],
        fingerprint: '12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345',
        since: '2026-11-24T00:00:00Z',
      },
    },
  },
});
