import { MAX_ENVELOPE_BYTES, Sha256, Thumbprint } from '@dq0/protocol';
import { CompactEncrypt } from 'jose/jwe/compact/encrypt';
import { CompactSign } from 'jose/jws/compact/sign';
import type { EncryptionPublicKey } from '../keys/encryption-key.ts';
import type { IdentityKey } from '../keys/identity-key.ts';
import { MESSAGE_ID, type MessageType } from '../verify/outer-header.ts';
import { sealedKind } from '../verify/sealed-part.ts';
import { CONTENT_ALGORITHM, formatTyp, KEY_ALGORITHM, SIGNATURE_ALGORITHM } from '../verify/suite.ts';
import { SealError } from './seal-error.ts';
import { writeSealedContent, type Addressing } from './sealed-content.ts';

export interface MessageToSeal {
  readonly type: MessageType;
  readonly sender: IdentityKey;
  /** The recipient's identity thumbprint, and the key of theirs to seal to. */
  readonly recipient: { readonly identity: string; readonly encryption: EncryptionPublicKey };
  /** Unique per sender; `newMessageId()`. */
  readonly id: string;
  /** Counts messages of the sending process. */
  readonly number: number;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** SHA-256 (hexadecimal) of the request's envelope text; for replies, and only for them. */
  readonly inReplyTo?: string | undefined;
  /** Any JSON value. */
  readonly body: unknown;
}

function check(message: MessageToSeal): void {
  if (message.body === undefined) throw new SealError('BODY_MISSING');
  const referred = message.type === 'reply' ? Sha256.safeParse(message.inReplyTo).success : !message.inReplyTo;
  if (!referred) throw new SealError('REPLY_REFERENCE');
  if (!MESSAGE_ID.test(message.id)) throw new SealError('ID');
  if (!Thumbprint.safeParse(message.recipient.identity).success) throw new SealError('RECIPIENT');
  if (!Number.isSafeInteger(message.number) || message.number < 0) throw new SealError('NUMBER');
  if (!(message.issuedAt.getTime() < message.expiresAt.getTime())) throw new SealError('VALIDITY');
}

function contentOf(addressing: Addressing, body: unknown): Uint8Array {
  try {
    return writeSealedContent(addressing, body);
  } catch (error) {
    if (error instanceof TypeError) throw new SealError('BODY_UNREADABLE');
    throw error;
  }
}

/** The JWE: fresh content key and IV, the body padded to its size class. */
async function encryptBody(message: MessageToSeal): Promise<string> {
  const { type, sender, recipient, id, inReplyTo } = message;
  const key = recipient.encryption;
  const addressing = { type, sender: sender.thumbprint, recipient: recipient.identity, id, inReplyTo };
  return new CompactEncrypt(contentOf(addressing, message.body))
    .setProtectedHeader({
      alg: KEY_ALGORITHM,
      enc: CONTENT_ALGORITHM,
      typ: formatTyp(sealedKind(type), key.suite),
      kid: key.thumbprint,
      from: sender.thumbprint,
      to: recipient.identity,
      id,
      ...(inReplyTo === undefined ? {} : { re: inReplyTo }),
    })
    .encrypt(key.cryptoKey);
}

/**
 * Seals a body to its recipient and signs the whole: a compact JWS (PS256) around a compact JWE (RSA-OAEP-256,
 * A256GCM).
 * @returns the envelope, the text that travels
 * @throws SealError when the recipient would refuse it; TypeError when the body is not JSON
 */
export async function sealMessage(message: MessageToSeal): Promise<string> {
  check(message);
  const { type, sender, recipient, id, number, issuedAt, expiresAt, inReplyTo } = message;
  const jwe = await encryptBody(message);
  const envelope = await new CompactSign(new TextEncoder().encode(jwe))
    .setProtectedHeader({
      alg: SIGNATURE_ALGORITHM,
      typ: formatTyp(type, sender.suite),
      kid: sender.thumbprint,
      to: recipient.identity,
      id,
      number,
      issued: issuedAt.getTime(),
      expires: expiresAt.getTime(),
      ...(inReplyTo === undefined ? {} : { re: inReplyTo }),
    })
    .sign(sender.privateKey);
  if (envelope.length > MAX_ENVELOPE_BYTES) throw new SealError('BODY_TOO_LARGE');
  return envelope;
}
