import { PublicJwk, Sha256, Thumbprint } from '@dq0/protocol';
import { z } from 'zod';
import { isSignedBy, parseCompactJws } from './compact.ts';
import { BundleError } from './errors.ts';
import { importIdentityPublic, type IdentityPublicKey } from './identity-public.ts';
import { checkPublicJwk } from './public-jwk.ts';
import { readStrictJsonBytes } from './strict-json.ts';

/** Most characters of a bundle in compact form. */
export const MAX_BUNDLE_LENGTH = 65_536;

/** What a platform says about itself, under its identity key. */
export interface BundleContent {
  /** Grows with every change and re-signing; a lower one than seen before is a rollback. */
  readonly number: number;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** Encryption keys, newest first. */
  readonly keys: PublicJwk[];
  readonly identity: PublicJwk;
  /** Origins of the proxies that the platform polls. */
  readonly proxies: string[];
  readonly protocolVersions: string[];
  /** SHA-256 of the newest row of the audit chain. */
  readonly auditHead: string | null;
}

const Header = z.strictObject({ alg: z.string(), typ: z.string(), kid: Thumbprint });

/** A bundle as it is signed; times in milliseconds since 1970. */
export const BundlePayload = z.strictObject({
  number: z.int().nonnegative(),
  issued: z.int().nonnegative(),
  expires: z.int().nonnegative(),
  keys: z.array(PublicJwk).min(1).max(16),
  identity: PublicJwk,
  proxies: z.array(z.string().max(2048)).max(64),
  protocolVersions: z.array(z.string().max(64)).max(64),
  auditHead: Sha256.nullable(),
});

interface SelfSigned {
  readonly content: BundleContent;
  readonly identity: IdentityPublicKey;
}

async function readSelfSigned(jws: string): Promise<SelfSigned> {
  const parsed = parseCompactJws(jws, MAX_BUNDLE_LENGTH);
  const { kid } = Header.parse(parsed.header);
  const { issued, expires, ...rest } = BundlePayload.parse(readStrictJsonBytes(parsed.payload));
  const identity = await importIdentityPublic(rest.identity);
  const keys = await Promise.all(rest.keys.map(async (key) => (await checkPublicJwk(key, 'enc')).jwk));
  const sound = parsed.kind === 'bundle' && kid === identity.thumbprint && issued < expires;
  if (!sound || !(await isSignedBy(jws, parsed.suite, identity))) throw new BundleError('BUNDLE_INVALID');
  const content = { ...rest, keys, identity: identity.publicJwk };
  return { content: { ...content, issuedAt: new Date(issued), expiresAt: new Date(expires) }, identity };
}

async function readOrRefuse(jws: string): Promise<SelfSigned> {
  try {
    return await readSelfSigned(jws);
  } catch {
    throw new BundleError('BUNDLE_INVALID');
  }
}

/**
 * The identity inside a bundle, which signed it. It proves nothing about *whose* identity that is: for the first
 * contact (a person compares the fingerprint) or for comparison with a configured thumbprint.
 * @throws BundleError BUNDLE_INVALID
 */
export async function readBundleIdentity(jws: string): Promise<IdentityPublicKey> {
  return (await readOrRefuse(jws)).identity;
}

/**
 * Reads a bundle that the pinned identity signed, that has not expired and is not older than one seen before.
 * @param pinnedThumbprint RFC 7638 thumbprint of the platform's identity key
 * @throws BundleError BUNDLE_INVALID | BUNDLE_STALE
 */
export async function verifyBundle(
  jws: string,
  pinnedThumbprint: string,
  at: { readonly now: Date; readonly lastNumber?: number },
): Promise<BundleContent> {
  const { content, identity } = await readOrRefuse(jws);
  if (identity.thumbprint !== pinnedThumbprint) throw new BundleError('BUNDLE_INVALID');
  const expired = content.expiresAt.getTime() <= at.now.getTime();
  const rolledBack = at.lastNumber !== undefined && content.number < at.lastNumber;
  if (expired || rolledBack) throw new BundleError('BUNDLE_STALE');
  return content;
}
