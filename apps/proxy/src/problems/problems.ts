/** Every refusal of the proxy: status, what happened, what to do. Texts never quote what was sent. */
export const PROBLEMS = {
  BODY_INVALID: [
    400,
    'The request is not as the protocol describes it.',
    'Send JSON with exactly the documented members.',
  ],
  BODY_TOO_LARGE: [
    413,
    'The request is larger than a proxy takes.',
    'Send at most 1,500,000 bytes of envelope in one message.',
  ],
  CONTENT_TYPE: [415, 'The content type is not supported.', 'Send application/json.'],
  ENVELOPE_INVALID: [
    400,
    'The envelope is not a sealed message of this protocol.',
    'Use a client of a version that the platform names.',
  ],
  KEY_INVALID: [
    400,
    'The key is not an RSA public key that is accepted here.',
    'Make the device key anew with the client.',
  ],
  KEY_MISMATCH: [
    400,
    'The key is not the one that the envelope or the mailbox names.',
    'Send the public key of the device that signs.',
  ],
  SIGNATURE_INVALID: [400, 'The envelope was not signed by the key that it names.', 'Send the envelope unchanged.'],
  RECIPIENT_UNKNOWN: [
    400,
    'This proxy does not carry messages to that recipient.',
    "Use a proxy that the platform's bundle names.",
  ],
  MESSAGE_EXPIRED: [400, 'The message has expired.', 'Seal the request anew; check the clock of this machine.'],
  MESSAGE_VALIDITY: [
    400,
    'The message is dated in the future or valid for more than 24 hours.',
    'Seal the request anew; check the clock of this machine.',
  ],
  MESSAGE_CONFLICT: [409, 'Another message with this id was accepted before.', 'Seal the request with a new id.'],
  PROOF_MISSING: [
    401,
    'A proof of the key is missing.',
    'Sign a proof with the dq0-nonce of this answer and send it with the key.',
  ],
  PROOF_INVALID: [
    401,
    'The proof is not valid: wrong key, origin or time, or its nonce was used or is older than 60 seconds.',
    "Sign a new proof for this proxy's origin with the dq0-nonce of this answer.",
  ],
  NO_BUNDLE_YET: [
    409,
    'The platform has not introduced itself to this proxy.',
    'The platform must push its bundle first; try again in a moment.',
  ],
  BUNDLE_INVALID: [
    400,
    'The bundle is not signed by the platform that this proxy serves.',
    "Set DQ0_PROXY_PLATFORM to the platform's thumbprint, or push to the right proxy.",
  ],
  BUNDLE_STALE: [
    409,
    'The bundle is expired or older than the one held here.',
    'Push the newest bundle; check the clock of the platform.',
  ],
  RATE_LIMITED: [429, 'Too many requests.', 'Wait for the seconds named in retry-after.'],
  QUOTA_EXCEEDED: [429, 'The mailbox of this sender is full.', 'Wait until the platform has taken its messages.'],
  STORE_FULL: [507, 'The proxy has no room for more messages.', 'Try another proxy, or again later.'],
  BUSY: [503, 'The proxy is busy; nothing was stored.', 'Try again in a moment.'],
  STORE_BROKEN: [
    503,
    'The proxy cannot store messages; nothing was accepted.',
    'Try another proxy and tell who runs this one.',
  ],
  ROUTE_UNKNOWN: [404, 'There is nothing at this address.', 'See the routes in docs/protocol.md.'],
  METHOD_UNKNOWN: [400, 'The request is not HTTP as this proxy speaks it.', 'Send a well-formed HTTP/1.1 request.'],
  UNEXPECTED: [
    500,
    'Something unexpected happened; nothing was accepted.',
    'Try again; if it stays, tell who runs this proxy.',
  ],
} as const satisfies Record<string, readonly [status: number, message: string, remedy: string]>;

export type ProblemCode = keyof typeof PROBLEMS;
