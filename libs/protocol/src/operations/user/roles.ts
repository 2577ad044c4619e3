import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email, Role } from '../../vocabulary.ts';
import { UserRecord } from './user-record.ts';

/** The roles of an approved user from the next message on; they replace the ones before. */
export const setRoles = defineOperation({
  name: 'user.roles',
  action: 'user:roles',
  access: 'person',
  validityMinutes: 10,
  stepUp: true,
  http: { method: 'POST', path: '/v1/users/roles' },
  input: z.strictObject({
    email: Email,
    roles: z
      .array(Role)
      .min(1)
      .max(Role.options.length)
      .refine((roles) => new Set(roles).size === roles.length, 'each role once'),
  }),
  output: z.strictObject({ user: UserRecord }),
  errors: ['USER_UNKNOWN', 'USER_STATE'],
  example: {
    input: { email: 'ada@example.org', roles: ['data-scientist', 'auditor'] },
    output: {
      user: {
        email: 'ada@example.org',
        state: 'approved',
        roles: ['data-scientist', 'auditor'],
        groups: [],
        fingerprint: '12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345 12345',
        since: '2026-11-24T00:00:00Z',
      },
    },
  },
});
