import type { CryptoKey } from 'jose';
import { importIdentityPublic, type IdentityPublicKey } from '../verify/identity-public.ts';
import type { ModulusBits } from '../verify/suite.ts';
import { checkPrivateJwk } from './private-jwk.ts';

const ALGORITHM = { name: 'RSA-PSS', hash: 'SHA-256' };

/** A person's device or a platform: signs with PS256. The private half stays inside `privateKey`. */
export interface IdentityKey extends IdentityPublicKey {
  /** The public half alone, to hand on. */
  readonly publicKey: IdentityPublicKey;
  readonly privateKey: CryptoKey;
}

async function identityKey(publicJwk: unknown, privateKey: CryptoKey): Promise<IdentityKey> {
  const publicKey = await importIdentityPublic(publicJwk);
  return { ...publicKey, publicKey, privateKey };
}

/** A new identity key. @param size bits of the modulus */
export async function generateIdentityKey(size: ModulusBits = 2048): Promise<IdentityKey> {
  const parameters = { ...ALGORITHM, modulusLength: size, publicExponent: Uint8Array.of(1, 0, 1) };
  const pair = await crypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
  const { n, e } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return identityKey({ kty: 'RSA', n, e }, pair.privateKey);
}

/** Reads an identity key as `exportPrivateKey` wrote it. @throws KeyImportError */
export async function importIdentityKey(text: string): Promise<IdentityKey> {
  const { jwk, numbers } = await checkPrivateJwk(text, 'sig');
  const privateJwk = { kty: 'RSA', n: jwk.n, e: jwk.e, ...numbers };
  return identityKey(jwk, await crypto.subtle.importKey('jwk', privateJwk, ALGORITHM, true, ['sign']));
}
