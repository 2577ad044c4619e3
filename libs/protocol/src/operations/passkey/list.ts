import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email } from '../../vocabulary.ts';
import { PASSKEY_EXAMPLE, PasskeyRecord } from './passkey-vocabulary.ts';

/** The passkeys of the caller, or of a user whom an administrator names. */
export const listPasskeys = defineOperation({
  name: 'passkey.list',
  action: 'passkey:list',
  http: { method: 'GET', path: '/v1/passkeys' },
  input: z.strictObject({ email: Email.optional() }),
  output: z.strictObject({ passkeys: z.array(PasskeyRecord) }),
  errors: ['ACCESS_DENIED', 'USER_UNKNOWN'],
  example: { input: {}, output: { passkeys: [PASSKEY_EXAMPLE] } },
});
