import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Password } from '../../vocabulary.ts';

/** Another password for the caller; logins on other devices end. */
export const changePassword = defineOperation({
  name: 'user.password',
  action: 'user:password',
  access: 'person',
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/users/me/password' },
  input: z.strictObject({ current: Password, password: Password }),
  output: z.strictObject({ ended: z.int().nonnegative() }),
  errors: ['PASSWORD_WRONG', 'PASSWORD_WEAK'],
  example: {
    input: { current: 'correct horse battery staple', password: 'four other words entirely' },
    output: { ended: 1 },
  },
});
