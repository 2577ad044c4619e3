import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email, IsoTime, Password, Role } from '../../vocabulary.ts';

/** Exchanges the password for a token bound to this device's key, valid 30 days, and a new mailbox name. */
export const loginUser = defineOperation({
  name: 'user.login',
  action: 'user:login',
  access: 'anyone',
  secretReply: true,
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/users/login' },
  input: z.strictObject({ email: Email, password: Password }),
  output: z.strictObject({
    token: z.string(),
    expires: IsoTime,
    mailbox: z.string(),
    email: z.string(),
    roles: z.array(Role),
  }),
  errors: ['AUTH_REFUSED'],
  example: {
    input: { email: 'ada@example.org', password: 'correct horse battery staple' },
    output: {
      token: 'q3…',
      expires: '2026-12-24T00:00:00Z',
      mailbox: 'Zk…',
      email: 'ada@example.org',
      roles: ['data-scientist'],
    },
  },
});
