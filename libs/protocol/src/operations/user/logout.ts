import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';

/** Ends the session of this device. */
export const logoutUser = defineOperation({
  name: 'user.logout',
  action: 'user:logout',
  http: { method: 'POST', path: '/v1/users/logout' },
  input: z.strictObject({}),
  output: z.strictObject({ state: z.literal('logged-out') }),
  errors: [],
  example: { input: {}, output: { state: 'logged-out' } },
});
