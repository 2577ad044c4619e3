import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email } from '../../vocabulary.ts';

/** Asks for a code by mail with which this device sets a new password. Answers alike whether or not the address is known. */
export const resetPassword = defineOperation({
  name: 'user.reset-password',
  action: 'user:reset-password',
  access: 'anyone',
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/users/password/reset' },
  input: z.strictObject({ email: Email }),
  output: z.strictObject({ state: z.literal('mailed') }),
  errors: [],
  example: { input: { email: 'ada@example.org' }, output: { state: 'mailed' } },
});
