import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { CHALLENGE_EXAMPLE, PasskeyChallenge, StudioOrigin } from './passkey-vocabulary.ts';

/** A challenge with which an authenticator makes a passkey for the caller, in Studi0 on this device. */
export const offerPasskey = defineOperation({
  name: 'passkey.offer',
  action: 'passkey:offer',
  access: 'person',
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/passkeys/offer' },
  input: z.strictObject({ origin: StudioOrigin }),
  output: z.strictObject({
    /** Its `passkeys` are those that the caller has: their authenticators make no second one. */
    ...PasskeyChallenge.shape,
    /** Opaque name of the account, which the authenticator keeps. */
    userHandle: z.string(),
    email: z.string(),
  }),
  errors: ['PASSKEYS_FULL'],
  example: {
    input: { origin: 'http://localhost:9000' },
    output: { ...CHALLENGE_EXAMPLE, passkeys: [], userHandle: 'dXNlcg', email: 'ada@example.org' },
  },
});
