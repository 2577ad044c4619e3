import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { PASSKEY_EXAMPLE, PasskeyId, PasskeyRecord } from './passkey-vocabulary.ts';

/**
 * Takes a passkey away from the caller; an administrator takes one that was lost away from its user. It opens and
 * confirms nothing from the next message on.
 */
export const removePasskey = defineOperation({
  name: 'passkey.remove',
  action: 'passkey:remove',
  access: 'person',
  stepUp: true,
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/passkeys/remove' },
  input: z.strictObject({ passkey: PasskeyId }),
  output: z.strictObject({ passkey: PasskeyRecord }),
  errors: ['PASSKEY_UNKNOWN'],
  example: { input: { passkey: PASSKEY_EXAMPLE.passkey }, output: { passkey: PASSKEY_EXAMPLE } },
});
