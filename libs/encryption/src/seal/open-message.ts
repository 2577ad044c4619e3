import type { EncryptionKey } from '../keys/encryption-key.ts';
import { isSignedBy } from '../verify/compact.ts';
import { EnvelopeError } from '../verify/errors.ts';
import { importIdentityPublic, type IdentityPublicKey } from '../verify/identity-public.ts';
import { parseEnvelope, type MessageType, type OuterHeader } from '../verify/outer-header.ts';
import type { JsonValue } from '../verify/strict-json.ts';
import { decryptBody } from './decrypt-body.ts';

export interface OpenExpectation {
  readonly type: MessageType;
  /** The key that must have signed it. */
  readonly sender: IdentityPublicKey;
  /** The recipient's own identity thumbprint. */
  readonly recipientIdentity: string;
  /** The recipient's encryption keys that are still kept. */
  readonly keys: readonly EncryptionKey[];
  /** SHA-256 (hexadecimal) of the request's envelope text; needed for replies. */
  readonly inReplyTo?: string | undefined;
}

export interface OpenedMessage {
  readonly header: OuterHeader;
  readonly body: unknown;
}

export interface FirstMessage extends OpenedMessage {
  readonly sender: IdentityPublicKey;
}

/**
 * Opens a message: canonical parsing, outer signature, decryption, and agreement of every repeated field. What can
 * be seen to be wrong from outside is refused before a key is touched; everything else is refused after one
 * verification and one decryption, whatever the cause. Whether it is fresh and new is for the caller to judge.
 * @throws EnvelopeError, always the same
 */
export async function openMessage(envelope: string, expected: OpenExpectation): Promise<OpenedMessage> {
  const parsed = parseEnvelope(envelope);
  const { outer, suite } = parsed;
  const { sender } = expected;
  const [signed, content] = await Promise.all([
    isSignedBy(envelope, suite, sender),
    decryptBody(parsed, expected.keys),
  ]);
  const meant =
    outer.type === expected.type &&
    outer.kid === sender.thumbprint &&
    outer.to === expected.recipientIdentity &&
    outer.inReplyTo === expected.inReplyTo;
  if (!signed || content === undefined || !meant) throw new EnvelopeError();
  return { header: outer, body: content.body };
}

/**
 * The key that a registration carries. Without a sound one, some other modulus takes its place in the verification,
 * so that this refusal too comes after one decryption and one verification; `named` is then undefined.
 */
async function senderKeyIn(
  body: JsonValue | undefined,
  standIn: EncryptionKey,
): Promise<{ readonly verifier: IdentityPublicKey; readonly named: IdentityPublicKey | undefined }> {
  const jwk = typeof body === 'object' && body !== null && !Array.isArray(body) ? body['senderKey'] : undefined;
  const named = await importIdentityPublic(jwk).catch(() => undefined);
  const { n, e } = standIn.publicJwk;
  return { named, verifier: named ?? (await importIdentityPublic({ kty: 'RSA', n, e })) };
}

/**
 * Opens a request from someone unknown (registration): the sender's public key is `body.senderKey`, inside the
 * ciphertext; it is strictly imported and must have made the outer signature.
 * @throws EnvelopeError, always the same
 */
export async function openFirstMessage(
  envelope: string,
  expected: { readonly recipientIdentity: string; readonly keys: readonly EncryptionKey[] },
): Promise<FirstMessage> {
  const parsed = parseEnvelope(envelope);
  const { outer, suite } = parsed;
  const [standIn] = expected.keys;
  if (standIn === undefined) throw new EnvelopeError();
  const content = await decryptBody(parsed, expected.keys);
  const { named, verifier } = await senderKeyIn(content?.body, standIn);
  const signed = await isSignedBy(envelope, suite, verifier);
  const meant = outer.type === 'request' && outer.kid === named?.thumbprint && outer.to === expected.recipientIdentity;
  if (content === undefined || named === undefined || !signed || !meant) throw new EnvelopeError();
  return { header: outer, body: content.body, sender: named };
}
