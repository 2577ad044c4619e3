import { PublicJwk, Sha256 } from '@dq0/protocol';
import { z } from 'zod';
import { isSignedBy, parseCompactJws } from './compact.ts';
import { EnvelopeError } from './errors.ts';
import { importIdentityPublic } from './identity-public.ts';
import { readStrictJsonBytes } from './strict-json.ts';

const MAX_LENGTH = 8192;

/** The newest row of an audit chain at a time, as the platform that keeps the chain says. */
export interface AuditHead {
  /** Of the row; 0 before the first. */
  readonly number: number;
  /** Its SHA-256, hexadecimal; zeros before the first. */
  readonly hash: string;
  readonly at: Date;
}

/** As it is signed; the time in milliseconds since 1970. */
export const AuditHeadPayload = z.strictObject({
  number: z.int().nonnegative(),
  hash: Sha256,
  at: z.int().nonnegative(),
  identity: PublicJwk,
});

/**
 * Reads a signed head by the key inside it. Whose key that is, `thumbprint` says (RFC 7638), for comparison with the
 * platform that is pinned.
 * @throws EnvelopeError
 */
export async function readAuditHead(jws: string): Promise<AuditHead & { readonly thumbprint: string }> {
  try {
    const parsed = parseCompactJws(jws, MAX_LENGTH);
    const { number, hash, at, identity } = AuditHeadPayload.parse(readStrictJsonBytes(parsed.payload));
    const key = await importIdentityPublic(identity);
    const sound = parsed.kind === 'audit-head' && parsed.header['kid'] === key.thumbprint;
    if (!sound || !(await isSignedBy(jws, parsed.suite, key))) throw new EnvelopeError();
    return { number, hash, at: new Date(at), thumbprint: key.thumbprint };
  } catch {
    throw new EnvelopeError();
  }
}
