import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { loginUser } from '../user/login.ts';
import { ASSERTION_EXAMPLE, PasskeyAssertion } from './passkey-vocabulary.ts';

/** Exchanges an assertion over the challenge of this device for a token, as a login by password does. */
export const loginByPasskey = defineOperation({
  name: 'passkey.login',
  action: 'passkey:login',
  access: 'anyone',
  secretReply: true,
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/passkeys/login' },
  input: z.strictObject({ assertion: PasskeyAssertion }),
  output: loginUser.output,
  errors: ['AUTH_REFUSED', 'PASSKEY_REFUSED', 'PASSKEY_CLONED'],
  example: { input: { assertion: ASSERTION_EXAMPLE }, output: loginUser.example.output },
});
