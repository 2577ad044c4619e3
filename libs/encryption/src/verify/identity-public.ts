import type { CryptoKey } from 'jose';
import type { PublicJwk } from '@dq0/protocol';
import { checkPublicJwk } from './public-jwk.ts';
import type { Suite } from './suite.ts';

/** A checked public identity key: it verifies PS256 signatures and nothing else. */
export interface IdentityPublicKey {
  readonly purpose: 'sig';
  /** RFC 7638, base64url of SHA-256. */
  readonly thumbprint: string;
  readonly publicJwk: PublicJwk;
  readonly suite: Suite;
  readonly cryptoKey: CryptoKey;
}

/** Strict import of someone's public identity key. @throws KeyImportError */
export async function importIdentityPublic(jwk: unknown): Promise<IdentityPublicKey> {
  const { jwk: publicJwk, thumbprint, suite } = await checkPublicJwk(jwk, 'sig');
  const cryptoKey = await crypto.subtle.importKey(
    'jwk',
    { kty: 'RSA', n: publicJwk.n, e: publicJwk.e },
    { name: 'RSA-PSS', hash: 'SHA-256' },
    true,
    ['verify'],
  );
  return { purpose: 'sig', thumbprint, publicJwk, suite, cryptoKey };
}
