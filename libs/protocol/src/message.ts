import { z } from 'zod';
import { PasskeyAssertion } from './operations/passkey/passkey-vocabulary.ts';
import { Thumbprint } from './vocabulary.ts';

/** A public RSA key as JWK; `libs/encryption` imports it strictly, this only bounds its shape. */
export const PublicJwk = z.strictObject({
  kty: z.literal('RSA'),
  n: z.string().max(1024),
  e: z.string().max(16),
  use: z.enum(['sig', 'enc']).optional(),
  key_ops: z.array(z.string().max(16)).max(4).optional(),
  alg: z.string().max(16).optional(),
  kid: Thumbprint.optional(),
});
export type PublicJwk = z.infer<typeof PublicJwk>;

/** What a request's ciphertext holds: the operation by name, its input, and where the reply may be read. */
export const RequestBody = z.strictObject({
  operation: z.string().max(64),
  input: z.unknown(),
  /** Device token; accepted only with the device key it was issued to. Absent for `access: anyone`. */
  token: z.string().max(128).optional(),
  /** Public encryption key of the session that reads the reply. */
  replyKey: PublicJwk,
  /** A fresh assertion over the digest of this very operation and input. */
  stepUp: PasskeyAssertion.optional(),
  /** Registration only: the device's public identity key, which has no entry at the platform yet. */
  senderKey: PublicJwk.optional(),
});
export type RequestBody = z.infer<typeof RequestBody>;

export const WireError = z.strictObject({
  code: z.string().max(64),
  message: z.string(),
  remedy: z.string(),
  auditId: z.string().nullable(),
  details: z.array(z.strictObject({ path: z.string(), message: z.string(), example: z.string().optional() })),
});
export type WireError = z.infer<typeof WireError>;

/** What a reply's ciphertext holds. */
export const ReplyBody = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), output: z.unknown(), auditId: z.string().nullable() }),
  z.strictObject({ ok: z.literal(false), error: WireError }),
]);
export type ReplyBody = z.infer<typeof ReplyBody>;
