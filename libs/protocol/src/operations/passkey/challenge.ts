import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { CHALLENGE_EXAMPLE, PasskeyChallenge, StudioOrigin } from './passkey-vocabulary.ts';

/** A challenge with which a passkey logs its owner in on this device, in Studi0. */
export const challengePasskey = defineOperation({
  name: 'passkey.challenge',
  action: 'passkey:challenge',
  access: 'anyone',
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/passkeys/challenge' },
  input: z.strictObject({ origin: StudioOrigin }),
  output: PasskeyChallenge,
  errors: [],
  example: { input: { origin: 'http://localhost:9000' }, output: CHALLENGE_EXAMPLE },
});
