import { Sha256, Thumbprint } from '@dq0/protocol';
import { z } from 'zod';
import { decodedLength } from './canonical-base64url.ts';
import { orEnvelopeError, readHeader, splitCompact } from './compact.ts';
import { EnvelopeError } from './errors.ts';
import { isPaddedSize } from './padding.ts';
import { CONTENT_ALGORITHM, KEY_ALGORITHM, modulusBytes, parseTyp, type Suite } from './suite.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The closed header set of the JWE; `re` is there exactly when the outer header has it. */
const Header = z.strictObject({
  alg: z.literal(KEY_ALGORITHM),
  enc: z.literal(CONTENT_ALGORITHM),
  typ: z.string(),
  kid: Thumbprint,
  from: Thumbprint,
  to: Thumbprint,
  id: z.string(),
  re: Sha256.optional(),
});

/** The JWE inside an envelope, as anyone may read it. */
export interface SealedPart {
  readonly jwe: string;
  readonly header: z.infer<typeof Header>;
  readonly suite: Suite;
}

/**
 * Reads a compact JWE without any key: canonical parts, closed header, algorithms of the suite, exact lengths of the
 * encrypted key, IV and tag, and a ciphertext of a size class.
 * @param kind message type, as the JWS around it names it
 * @throws EnvelopeError
 */
export function readSealedPart(payload: Uint8Array, kind: string): SealedPart {
  const jwe = orEnvelopeError(() => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload));
  const [encodedHeader = '', encryptedKey = '', iv = '', ciphertext = '', tag = ''] = splitCompact(jwe, 5);
  const header = orEnvelopeError(() => Header.parse(readHeader(encodedHeader)));
  const typ = parseTyp(header.typ);
  if (typ?.kind !== sealedKind(kind)) throw new EnvelopeError();
  const sized =
    decodedLength(encryptedKey) === modulusBytes(typ.suite) &&
    decodedLength(iv) === IV_BYTES &&
    decodedLength(tag) === TAG_BYTES &&
    isPaddedSize(decodedLength(ciphertext));
  if (!sized) throw new EnvelopeError();
  return { jwe, header, suite: typ.suite };
}

/** The kind that a JWE's `typ` names inside a message of some kind. */
export function sealedKind(kind: string): string {
  return `${kind}-body`;
}
