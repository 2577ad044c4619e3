import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { UserRecord, UserState } from './user-record.ts';

/** Users and applicants, with the fingerprints to compare. */
export const listUsers = defineOperation({
  name: 'user.list',
  action: 'user:list',
  http: { method: 'GET', path: '/v1/users' },
  input: z.strictObject({ state: UserState.optional() }),
  output: z.strictObject({ users: z.array(UserRecord) }),
  errors: [],
  example: {
    input: {},
    output: {
      users: [
        {
          email: 'ada@example.org',
          state: 'waiting',
          roles: [],
          groups: [],
          fingerprint: '12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345',
          since: '2026-11-24T00:00:00Z',
        },
      ],
    },
  },
});
