import { compactVerify } from 'jose/jws/compact/verify';
import { decodeCanonicalBase64url, decodedLength, requireCanonicalBase64url } from './canonical-base64url.ts';
import { EnvelopeError } from './errors.ts';
import type { IdentityPublicKey } from './identity-public.ts';
import { readStrictJsonBytes, type JsonObject } from './strict-json.ts';
import { modulusBytes, parseTyp, SIGNATURE_ALGORITHM, type Suite } from './suite.ts';

/** Largest JOSE header, bytes of JSON. */
export const MAX_HEADER_BYTES = 8192;
const MAX_HEADER_DEPTH = 2;

export interface ParsedJws {
  readonly header: JsonObject;
  readonly kind: string;
  readonly suite: Suite;
  readonly payload: Uint8Array;
}

/** Runs a check whose every failure is the one error. */
export function orEnvelopeError<T>(check: () => T): T {
  try {
    return check();
  } catch {
    throw new EnvelopeError();
  }
}

/** The parts of a compact serialisation, each in canonical base64url and still encoded. */
export function splitCompact(text: string, parts: number): string[] {
  const segments = text.split('.', parts + 1);
  if (segments.length !== parts) throw new EnvelopeError();
  orEnvelopeError(() => segments.forEach(requireCanonicalBase64url));
  return segments;
}

/** A protected header: bounded, UTF-8, an object with unique member names. */
export function readHeader(segment: string): JsonObject {
  if (decodedLength(segment) > MAX_HEADER_BYTES) throw new EnvelopeError();
  const header = orEnvelopeError(() => readStrictJsonBytes(decodeCanonicalBase64url(segment), MAX_HEADER_DEPTH));
  if (typeof header !== 'object' || header === null || Array.isArray(header)) throw new EnvelopeError();
  return header;
}

/**
 * Reads a compact JWS without any key: size, canonical parts, header, algorithm, `typ`, signature length. The caller
 * holds the header against its closed set, which is what refuses `zip`, `crit`, `b64`, `jku`, `jwk`, `x5u` and every
 * later invention.
 * @param limit most characters
 * @throws EnvelopeError
 */
export function parseCompactJws(text: string, limit: number): ParsedJws {
  if (typeof text !== 'string' || text.length > limit) throw new EnvelopeError();
  const [encodedHeader = '', payload = '', signature = ''] = splitCompact(text, 3);
  const header = readHeader(encodedHeader);
  const typ = parseTyp(header['typ']);
  if (header['alg'] !== SIGNATURE_ALGORITHM || typ === undefined) throw new EnvelopeError();
  if (decodedLength(signature) !== modulusBytes(typ.suite)) throw new EnvelopeError();
  return { header, ...typ, payload: decodeCanonicalBase64url(payload) };
}

/**
 * Whether this key, of the suite that `typ` names, made this compact JWS, which `parseCompactJws` has read. The
 * verification is done in any case.
 */
export async function isSignedBy(jws: string, suite: Suite, key: IdentityPublicKey): Promise<boolean> {
  try {
    await compactVerify(jws, key.cryptoKey, { algorithms: [SIGNATURE_ALGORITHM] });
    return suite === key.suite;
  } catch {
    return false;
  }
}
