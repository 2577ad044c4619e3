import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { CHALLENGE_EXAMPLE, PasskeyChallenge, StudioOrigin } from './passkey-vocabulary.ts';

/**
 * A challenge over exactly one decision: the digest of the operation, its input and a nonce. The decision is then sent
 * with the assertion beside it; with another byte in it the assertion fits no more.
 */
export const confirmByPasskey = defineOperation({
  name: 'passkey.confirm',
  action: 'passkey:confirm',
  access: 'person',
  validityMinutes: 10,
  http: { method: 'POST', path: '/v1/passkeys/confirm' },
  input: z.strictObject({
    origin: StudioOrigin,
    operation: z.string().max(64),
    input: z.record(z.string(), z.unknown()),
  }),
  output: z.strictObject({
    ...PasskeyChallenge.shape,
    /** What was digested beside operation and input. */ nonce: z.string(),
  }),
  errors: ['PASSKEY_UNKNOWN'],
  example: {
    input: {
      origin: 'http://localhost:9000',
      operation: 'user.approve',
      input: { email: 'ada@example.org', role: 'data-scientist' },
    },
    output: { ...CHALLENGE_EXAMPLE, nonce: 'bm9uY2U' },
  },
});
