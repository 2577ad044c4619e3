import type { CryptoKey } from 'jose';
import type { PublicJwk } from '@dq0/protocol';
import { checkPublicJwk } from '../verify/public-jwk.ts';
import type { ModulusBits, Suite } from '../verify/suite.ts';
import { checkPrivateJwk } from './private-jwk.ts';

const ALGORITHM = { name: 'RSA-OAEP', hash: 'SHA-256' };

/** A checked public encryption key: messages are sealed to it. */
export interface EncryptionPublicKey {
  readonly purpose: 'enc';
  /** RFC 7638, base64url of SHA-256. */
  readonly thumbprint: string;
  readonly publicJwk: PublicJwk;
  readonly suite: Suite;
  readonly cryptoKey: CryptoKey;
}

/** A short-lived key that opens messages (RSA-OAEP-256). The private half stays inside `privateKey`. */
export interface EncryptionKey extends EncryptionPublicKey {
  /** The public half alone, to hand on. */
  readonly publicKey: EncryptionPublicKey;
  readonly privateKey: CryptoKey;
}

/** Strict import of someone's public encryption key. @throws KeyImportError */
export async function importEncryptionPublic(jwk: unknown): Promise<EncryptionPublicKey> {
  const { jwk: publicJwk, thumbprint, suite } = await checkPublicJwk(jwk, 'enc');
  const numbers = { kty: 'RSA', n: publicJwk.n, e: publicJwk.e };
  const cryptoKey = await crypto.subtle.importKey('jwk', numbers, ALGORITHM, true, ['encrypt']);
  return { purpose: 'enc', thumbprint, publicJwk, suite, cryptoKey };
}

async function encryptionKey(publicJwk: unknown, privateKey: CryptoKey): Promise<EncryptionKey> {
  const publicKey = await importEncryptionPublic(publicJwk);
  return { ...publicKey, publicKey, privateKey };
}

/** A new encryption key. @param size bits of the modulus */
export async function generateEncryptionKey(size: ModulusBits = 2048): Promise<EncryptionKey> {
  const parameters = { ...ALGORITHM, modulusLength: size, publicExponent: Uint8Array.of(1, 0, 1) };
  const pair = await crypto.subtle.generateKey(parameters, true, ['encrypt', 'decrypt']);
  const { n, e } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  return encryptionKey({ kty: 'RSA', n, e }, pair.privateKey);
}

/** Reads an encryption key as `exportPrivateKey` wrote it. @throws KeyImportError */
export async function importEncryptionKey(text: string): Promise<EncryptionKey> {
  const { jwk, numbers } = await checkPrivateJwk(text, 'enc');
  const privateJwk = { kty: 'RSA', n: jwk.n, e: jwk.e, ...numbers };
  return encryptionKey(jwk, await crypto.subtle.importKey('jwk', privateJwk, ALGORITHM, true, ['decrypt']));
}
