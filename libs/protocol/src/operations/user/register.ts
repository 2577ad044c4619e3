import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email, Password } from '../../vocabulary.ts';

/** Applies for an account with this device's key. Answers alike whether or not the address is known; mail carries a code. */
export const registerUser = defineOperation({
  name: 'user.register',
  action: 'user:register',
  access: 'anyone',
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/users/register' },
  input: z.strictObject({
    email: Email,
    password: Password,
    device: z.string().min(1).max(64),
    /** First administrator only: the one-time code that `dq0-platform init` printed; it stands in for the approval. */
    enrolmentCode: z.string().max(64).optional(),
  }),
  output: z.strictObject({ state: z.literal('mailed') }),
  errors: ['PASSWORD_WEAK'],
  example: {
    input: { email: 'ada@example.org', password: 'correct horse battery staple', device: 'laptop' },
    output: { state: 'mailed' },
  },
});
