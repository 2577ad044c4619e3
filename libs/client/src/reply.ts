import { CodedError, ERRORS, ReplyBody, type ErrorCode, type WireError } from '@dq0/protocol';
import { EnvelopeError, openMessage, sha256Hex, type EncryptionKey, type IdentityPublicKey } from '@dq0/encryption';

export interface ReplyExpectation {
  /** The platform's identity, out of a bundle that the pinned key signed. */
  readonly platform: IdentityPublicKey;
  /** Thumbprint of this device's identity key. */
  readonly device: string;
  readonly replyKey: EncryptionKey;
  /** The envelope of the request that the reply must answer. */
  readonly request: string;
}

/**
 * Opens a sealed reply: signed by the pinned platform, sealed to this session, and naming the digest of this request.
 * A reply to another request, another device or by another key is refused before its content is looked at.
 * @throws CodedError REPLY_INVALID
 */
export async function openReply(envelope: string, expected: ReplyExpectation): Promise<ReplyBody> {
  try {
    const { body } = await openMessage(envelope, {
      type: 'reply',
      sender: expected.platform,
      recipientIdentity: expected.device,
      keys: [expected.replyKey],
      inReplyTo: await sha256Hex(expected.request),
    });
    return ReplyBody.parse(body);
  } catch (cause) {
    if (cause instanceof EnvelopeError) throw new CodedError('REPLY_INVALID', { cause });
    throw new CodedError('UNEXPECTED', { ...OTHER_FORM, cause });
  }
}

const OTHER_FORM = {
  message: "The platform's answer has a form that this client does not know.",
  remedy: 'Use a client of the same version as the platform.',
};

/** @returns the output of an answer that went well; its form is checked against the operation. @throws CodedError */
export function readOutput<T>(reply: ReplyBody, schema: { parse(value: unknown): T }): T {
  if (!reply.ok) throw fromWire(reply.error);
  try {
    return schema.parse(reply.output);
  } catch (cause) {
    throw new CodedError('UNEXPECTED', { ...OTHER_FORM, cause, auditId: reply.auditId ?? undefined });
  }
}

/** A coded error as the platform sent it. A code of a newer platform keeps its words under UNEXPECTED. */
function fromWire(error: WireError): CodedError {
  const code: ErrorCode = Object.hasOwn(ERRORS, error.code) ? (error.code as ErrorCode) : 'UNEXPECTED';
  const { message, remedy, details } = error;
  return new CodedError(code, { message, remedy, details, auditId: error.auditId ?? undefined });
}
