import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email } from '../../vocabulary.ts';
import { GroupsOfUser, UserRecord } from './user-record.ts';

/** The groups of an approved user from the next message on; they replace the ones before. */
export const setGroups = defineOperation({
  name: 'user.groups',
  action: 'user:groups',
  access: 'person',
  validityMinutes: 10,
  stepUp: true,
  http: { method: 'POST', path: '/v1/users/groups' },
  input: z.strictObject({ email: Email, groups: GroupsOfUser }),
  output: z.strictObject({ user: UserRecord }),
  errors: ['USER_UNKNOWN', 'USER_STATE', 'GROUP_UNKNOWN'],
  example: {
    input: { email: 'ada@example.org', groups: ['labour-study'] },
    output: {
      user: {
        email: 'ada@example.org',
        state: 'approved',
        roles: ['data-scientist'],
        groups: ['labour-study'],
        fingerprint: '12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345',
        since: '2026-11-24T00:00:00Z',
      },
    },
  },
});
