import { PublicJwk, Thumbprint } from '@dq0/protocol';
import { z } from 'zod';
import { isSignedBy, orEnvelopeError, parseCompactJws, type ParsedJws } from './compact.ts';
import { EnvelopeError } from './errors.ts';
import { importIdentityPublic, type IdentityPublicKey } from './identity-public.ts';
import { readStrictJsonBytes } from './strict-json.ts';

export type ProofType = 'dq0-pull' | 'dq0-subscribe';

/** Most characters of a proof in compact form. */
export const MAX_PROOF_LENGTH = 8192;
/** How far the clocks of prover and verifier may be apart, milliseconds. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

const Header = z.strictObject({ alg: z.string(), typ: z.string(), kid: Thumbprint });
const Payload = z.strictObject({
  origin: z.string().max(2048),
  nonce: z.string().min(1).max(256),
  issued: z.int().nonnegative(),
  cursor: z.int().nonnegative().optional(),
  key: PublicJwk,
});

export interface ProofExpectation {
  readonly typ: ProofType;
  /** The verifier's own configured origin: a proof made for another proxy is worth nothing here. */
  readonly origin: string;
  /** Whether this nonce was given out and is unused; asked last, so a bad proof uses up no nonce. */
  readonly isNonce: (nonce: string) => boolean;
  readonly now: Date;
}

function read(jws: string): ParsedJws & { kid: string; content: z.infer<typeof Payload> } {
  const parsed = parseCompactJws(jws, MAX_PROOF_LENGTH);
  return orEnvelopeError(() => {
    const { kid } = Header.parse(parsed.header);
    return { ...parsed, kid, content: Payload.parse(readStrictJsonBytes(parsed.payload)) };
  });
}

/**
 * The prover's public key as the proof carries it, strictly imported and equal to the proof's `kid`. The caller
 * compares its thumbprint with the one that it expects, then passes it to `verifyProof`.
 * @throws EnvelopeError
 */
export async function readProofKey(jws: string): Promise<IdentityPublicKey> {
  const { kid, content } = read(jws);
  const key = await importIdentityPublic(content.key).catch(() => undefined);
  if (key?.thumbprint !== kid) throw new EnvelopeError();
  return key;
}

/** Checks that the holder of a key is asking this very proxy, now. @throws EnvelopeError */
export async function verifyProof(
  jws: string,
  key: IdentityPublicKey,
  expected: ProofExpectation,
): Promise<{ cursor?: number; nonce: string }> {
  const { kid, kind, suite, content } = read(jws);
  const signed = await isSignedBy(jws, suite, key);
  const fresh = Math.abs(expected.now.getTime() - content.issued) <= CLOCK_TOLERANCE_MS;
  const meant = kid === key.thumbprint && `dq0-${kind}` === expected.typ && content.origin === expected.origin;
  if (!signed || !meant || !fresh || !expected.isNonce(content.nonce)) throw new EnvelopeError();
  return content.cursor === undefined ? { nonce: content.nonce } : { nonce: content.nonce, cursor: content.cursor };
}
