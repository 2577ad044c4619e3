import type { EncryptionKey, IdentityKey } from '../src/index.ts';
import { power, toNumber } from './textbook-rsa.ts';

/**
 * What an opener without our rules makes of a message: it takes every algorithm that the headers name, reads any
 * base64, JSON and padding, and compares nothing. It shows that a refused message would have been taken.
 */
export interface LenientReading {
  readonly signed: boolean;
  /** The decrypted text; undefined when cryptography itself does not yield one. */
  readonly plaintext: string | undefined;
}

interface LooseHeader {
  readonly alg?: string;
  readonly enc?: string;
  readonly zip?: string;
}

function bytesOf(text: string | undefined): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(text ?? '', 'base64'));
}

function headerOf(text: string | undefined): LooseHeader {
  return JSON.parse(
    Buffer.from(bytesOf(text))
      .toString()
      .replace(/^\uFEFF/, ''),
  ) as LooseHeader;
}

async function isSigned(parts: readonly string[], signer: IdentityKey): Promise<boolean> {
  const { alg } = headerOf(parts[0]);
  const input = Uint8Array.from(Buffer.from(`${parts[0] ?? ''}.${parts[1] ?? ''}`));
  const signature = bytesOf(parts[2]);
  if (alg === 'none') return true;
  if (alg === 'HS256') {
    const secret = Uint8Array.from(Buffer.from(signer.publicJwk.n));
    const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
    return crypto.subtle.verify('HMAC', key, signature, input);
  }
  const name = alg === 'RS256' ? 'RSASSA-PKCS1-v1_5' : 'RSA-PSS';
  const hash = alg === 'PS384' ? 'SHA-384' : 'SHA-256';
  const { n, e } = signer.publicJwk;
  const key = await crypto.subtle.importKey('jwk', { kty: 'RSA', n, e }, { name, hash }, true, ['verify']);
  return crypto.subtle.verify({ name, saltLength: alg === 'PS384' ? 48 : 32 }, key, signature, input);
}

async function contentKeyOf(encrypted: Uint8Array<ArrayBuffer>, key: EncryptionKey, alg = ''): Promise<Uint8Array> {
  const { n, e, d, p, q, dp, dq, qi } = await crypto.subtle.exportKey('jwk', key.privateKey);
  if (alg === 'RSA1_5') {
    const bytes = encrypted.length;
    const block = power(BigInt(`0x${Buffer.from(encrypted).toString('hex')}`), toNumber(d ?? ''), toNumber(n ?? ''));
    const padded = Buffer.from(block.toString(16).padStart(bytes * 2, '0'), 'hex');
    return padded.subarray(padded.indexOf(0, 2) + 1);
  }
  const parameters = { name: 'RSA-OAEP', hash: alg === 'RSA-OAEP' ? 'SHA-1' : 'SHA-256' };
  const numbers = { kty: 'RSA', n, e, d, p, q, dp, dq, qi } as JsonWebKey;
  const cryptoKey = await crypto.subtle.importKey('jwk', numbers, parameters, false, ['decrypt']);
  return new Uint8Array(await crypto.subtle.decrypt('RSA-OAEP', cryptoKey, encrypted));
}

async function decryptContent(parts: readonly string[], contentKey: Uint8Array, enc = ''): Promise<Uint8Array> {
  const [iv, ciphertext, tag] = [bytesOf(parts[2]), bytesOf(parts[3]), bytesOf(parts[4])];
  if (enc === 'A256CBC-HS512') {
    const raw = Uint8Array.from(contentKey.subarray(32));
    const key = await crypto.subtle.importKey('raw', raw, 'AES-CBC', false, ['decrypt']);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, key, ciphertext));
  }
  const raw = Uint8Array.from(contentKey);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
  const additionalData = Uint8Array.from(Buffer.from(parts[0] ?? ''));
  const parameters = { name: 'AES-GCM', iv, additionalData, tagLength: tag.length * 8 };
  const input = Uint8Array.from(Buffer.concat([ciphertext, tag]));
  return new Uint8Array(await crypto.subtle.decrypt(parameters, key, input));
}

async function inflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function decrypt(payload: string, keys: readonly EncryptionKey[]): Promise<string | undefined> {
  const parts = payload.split('.');
  if (parts.length < 5) return payload;
  const { alg, enc, zip } = headerOf(parts[0]);
  for (const key of keys) {
    try {
      const content = await decryptContent(parts, await contentKeyOf(bytesOf(parts[1]), key, alg), enc);
      return Buffer.from(zip === undefined ? content : await inflate(content)).toString();
    } catch {
      continue;
    }
  }
  return undefined;
}

/** Reads a message with any of these keys, refusing nothing that cryptography does not refuse. */
export async function openLeniently(
  envelope: string,
  signers: readonly IdentityKey[],
  keys: readonly EncryptionKey[],
): Promise<LenientReading> {
  const parts = envelope.split('.');
  const signed = await Promise.all(signers.map((signer) => isSigned(parts, signer).catch(() => false)));
  const plaintext = await decrypt(Buffer.from(bytesOf(parts[1])).toString(), keys).catch(() => undefined);
  return { signed: signed.includes(true), plaintext };
}
