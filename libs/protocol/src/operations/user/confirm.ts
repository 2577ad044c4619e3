import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email } from '../../vocabulary.ts';

/** Proves the mailbox: the code from the mail, typed on the device that registered. */
export const confirmUser = defineOperation({
  name: 'user.confirm',
  action: 'user:confirm',
  access: 'anyone',
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/users/confirm' },
  input: z.strictObject({ email: Email, code: z.string().min(1).max(32) }),
  output: z.strictObject({ state: z.enum(['waiting', 'approved']) }),
  errors: ['CONFIRMATION_REFUSED'],
  example: { input: { email: 'ada@example.org', code: 'K7QF-2MXP' }, output: { state: 'waiting' } },
});
