import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email, Password } from '../../vocabulary.ts';

/** Sets a new password with the code from the mail, on the device that asked for it; every login of the account ends. */
export const newPassword = defineOperation({
  name: 'user.new-password',
  action: 'user:new-password',
  access: 'anyone',
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/users/password/new' },
  input: z.strictObject({ email: Email, code: z.string().min(1).max(32), password: Password }),
  output: z.strictObject({
    /** Logins that ended. */
    ended: z.int().nonnegative(),
  }),
  errors: ['RESET_REFUSED', 'PASSWORD_WEAK'],
  example: {
    input: { email: 'ada@example.org', code: 'K7QF-2MXP', password: 'four other words entirely' },
    output: { ended: 2 },
  },
});
