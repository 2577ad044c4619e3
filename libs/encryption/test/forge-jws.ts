import type { IdentityKey } from '../src/index.ts';
import { base64url } from './forge-jwe.ts';

export type SignatureAlgorithm = 'PS256' | 'PS384' | 'RS256' | 'HS256' | 'none';

async function sign(
  input: Uint8Array<ArrayBuffer>,
  signer: IdentityKey,
  algorithm: SignatureAlgorithm,
): Promise<Uint8Array> {
  if (algorithm === 'none') return new Uint8Array();
  if (algorithm === 'HS256') {
    const secret = Uint8Array.from(Buffer.from(signer.publicJwk.n));
    const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    return new Uint8Array(await crypto.subtle.sign('HMAC', key, input));
  }
  const name = algorithm === 'RS256' ? 'RSASSA-PKCS1-v1_5' : 'RSA-PSS';
  const hash = algorithm === 'PS384' ? 'SHA-384' : 'SHA-256';
  const jwk = await crypto.subtle.exportKey('jwk', signer.privateKey);
  const { kty, n, e, d, p, q, dp, dq, qi } = jwk;
  const numbers = { kty, n, e, d, p, q, dp, dq, qi } as JsonWebKey;
  const key = await crypto.subtle.importKey('jwk', numbers, { name, hash }, false, ['sign']);
  const saltLength = algorithm === 'PS384' ? 48 : 32;
  return new Uint8Array(await crypto.subtle.sign({ name, saltLength }, key, input));
}

/** A compact JWS with any header bytes and any algorithm, made with WebCrypto alone. */
export async function forgeJws(
  header: Uint8Array,
  payload: Uint8Array,
  signer: IdentityKey,
  algorithm: SignatureAlgorithm = 'PS256',
): Promise<string> {
  const input = `${base64url(header)}.${base64url(payload)}`;
  return `${input}.${base64url(await sign(Uint8Array.from(Buffer.from(input)), signer, algorithm))}`;
}
