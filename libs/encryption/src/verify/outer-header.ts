import { MAX_ENVELOPE_BYTES, Sha256, Thumbprint } from '@dq0/protocol';
import { z } from 'zod';
import { isSignedBy, orEnvelopeError, parseCompactJws } from './compact.ts';
import { EnvelopeError } from './errors.ts';
import type { IdentityPublicKey } from './identity-public.ts';
import { readSealedPart, type SealedPart } from './sealed-part.ts';
import type { Suite } from './suite.ts';

export const MESSAGE_TYPES = ['request', 'reply', 'grant', 'credential'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** Message ids: what sender and recipient both call the message. */
export const MESSAGE_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Milliseconds since 1970, so that a Date goes through unchanged. */
const Time = z.int().nonnegative().max(8_640_000_000_000_000);

const common = {
  alg: z.string(),
  typ: z.string(),
  kid: Thumbprint,
  to: Thumbprint,
  id: z.string().regex(MESSAGE_ID),
  number: z.int().nonnegative(),
  issued: Time,
  expires: Time,
};

/** The closed header sets of the outer signature, one per message type. */
const HEADERS = {
  request: z.strictObject(common),
  grant: z.strictObject(common),
  credential: z.strictObject(common),
  reply: z.strictObject({ ...common, re: Sha256 }),
} as const;
type ReadHeader = z.infer<(typeof HEADERS)['request']> & { re?: string };

/** What anyone on the way may read of a message; authentic only once `verifyOuter` has returned it. */
export interface OuterHeader {
  readonly typ: string;
  readonly type: MessageType;
  /** Thumbprint of the sender's identity key. */
  readonly kid: string;
  /** Thumbprint of the recipient's identity key. */
  readonly to: string;
  readonly id: string;
  /** Counts messages of one sending process; informative only. */
  readonly number: number;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** SHA-256 of the request's envelope text, hexadecimal; replies only. */
  readonly inReplyTo?: string;
}

export interface ParsedEnvelope {
  readonly outer: OuterHeader;
  readonly suite: Suite;
  readonly sealed: SealedPart;
}

function isMessageType(kind: string): kind is MessageType {
  return (MESSAGE_TYPES as readonly string[]).includes(kind);
}

/** The JWE header repeats sender, recipient, id and request, or a stripped and re-signed message would pass. */
function agrees({ header }: SealedPart, outer: OuterHeader): boolean {
  return header.from === outer.kid && header.to === outer.to && header.id === outer.id && header.re === outer.inReplyTo;
}

/** Everything that can be checked without a key, of both layers. @throws EnvelopeError */
export function parseEnvelope(envelope: string): ParsedEnvelope {
  const { header, kind, suite, payload } = parseCompactJws(envelope, MAX_ENVELOPE_BYTES);
  if (!isMessageType(kind)) throw new EnvelopeError();
  const read: ReadHeader = orEnvelopeError(() => HEADERS[kind].parse(header));
  if (read.expires <= read.issued) throw new EnvelopeError();
  const outer: OuterHeader = {
    typ: read.typ,
    type: kind,
    kid: read.kid,
    to: read.to,
    id: read.id,
    number: read.number,
    issuedAt: new Date(read.issued),
    expiresAt: new Date(read.expires),
    ...(read.re === undefined ? {} : { inReplyTo: read.re }),
  };
  const sealed = readSealedPart(payload, kind);
  if (!agrees(sealed, outer)) throw new EnvelopeError();
  return { outer, suite, sealed };
}

/**
 * Reads the outer header of an envelope, without a key: not yet authentic. Refuses whatever is not canonical, not
 * of the suite or too large, so a relay stores nothing that its recipient could not read.
 * @throws EnvelopeError
 */
export function readOuter(envelope: string): OuterHeader {
  return parseEnvelope(envelope).outer;
}

/** Reads the outer header and checks that this key signed it. @throws EnvelopeError */
export async function verifyOuter(envelope: string, key: IdentityPublicKey): Promise<OuterHeader> {
  const { outer, suite } = parseEnvelope(envelope);
  const signed = await isSignedBy(envelope, suite, key);
  if (!signed || outer.kid !== key.thumbprint) throw new EnvelopeError();
  return outer;
}
