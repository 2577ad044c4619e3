export type SealFault =
  | 'BODY_MISSING'
  | 'BODY_TOO_LARGE'
  | 'BODY_UNREADABLE'
  | 'REPLY_REFERENCE'
  | 'ID'
  | 'RECIPIENT'
  | 'NUMBER'
  | 'VALIDITY';

const FAULTS: Record<SealFault, string> = {
  BODY_MISSING: 'A message needs a body. Pass null for an empty one.',
  BODY_TOO_LARGE: 'The body is larger than one message may be (512 KiB when sealed). Send it in parts.',
  BODY_UNREADABLE:
    'The body holds half of a character, a number that is not finite, or is nested too deeply. Correct it.',
  REPLY_REFERENCE: 'A reply, and only a reply, names the request it answers. Pass sha256Hex(envelope) as inReplyTo.',
  ID: 'A message id is 1 to 64 letters, digits, - and _. Use newMessageId().',
  RECIPIENT: "The recipient is named by an RFC 7638 thumbprint. Pass the identity key's thumbprint.",
  NUMBER: 'Messages are counted with whole numbers from zero. Correct number.',
  VALIDITY: 'A message must expire after it is issued. Correct expiresAt.',
};

/** A message that its recipient would refuse, so it is not sealed at all: a mistake of the caller. */
export class SealError extends Error {
  readonly fault: SealFault;

  constructor(fault: SealFault) {
    super(FAULTS[fault]);
    this.name = 'SealError';
    this.fault = fault;
  }
}
