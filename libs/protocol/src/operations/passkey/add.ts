import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { PASSKEY_EXAMPLE, PasskeyName, PasskeyRecord, PasskeyRegistration } from './passkey-vocabulary.ts';

/** Keeps what an authenticator made of the challenge that was offered to this device. */
export const addPasskey = defineOperation({
  name: 'passkey.add',
  action: 'passkey:add',
  access: 'person',
  stepUp: true,
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/passkeys' },
  input: z.strictObject({ name: PasskeyName, registration: PasskeyRegistration }),
  output: z.strictObject({ passkey: PasskeyRecord }),
  errors: ['PASSKEY_REFUSED', 'PASSKEY_EXISTS', 'PASSKEYS_FULL'],
  example: {
    input: {
      name: 'security key',
      registration: {
        id: PASSKEY_EXAMPLE.passkey,
        clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0',
        attestationObject: 'o2NmbXRkbm9uZQ',
        transports: ['usb'],
      },
    },
    output: { passkey: PASSKEY_EXAMPLE },
  },
});
