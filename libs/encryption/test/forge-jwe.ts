import type { EncryptionKey } from '../src/index.ts';
import { power, toNumber } from './textbook-rsa.ts';

/** How to encrypt, where it may differ from the suite. */
export interface Sealing {
  readonly keyAlgorithm?: 'RSA-OAEP-256' | 'RSA-OAEP' | 'RSA1_5';
  readonly contentAlgorithm?: 'A256GCM' | 'A128GCM' | 'A256CBC-HS512';
  readonly ivBytes?: number;
  readonly tagBytes?: number;
  readonly deflated?: boolean;
  readonly to?: EncryptionKey;
}

export function base64url(data: Uint8Array | string): string {
  return Buffer.from(data).toString('base64url');
}

async function encryptContentKey(contentKey: Uint8Array, key: EncryptionKey, algorithm: string): Promise<Uint8Array> {
  if (algorithm === 'RSA1_5') return encryptByPkcs1(contentKey, key);
  const hash = algorithm === 'RSA-OAEP' ? 'SHA-1' : 'SHA-256';
  const { n, e } = key.publicJwk;
  const parameters = { name: 'RSA-OAEP', hash };
  const cryptoKey = await crypto.subtle.importKey('jwk', { kty: 'RSA', n, e }, parameters, true, ['encrypt']);
  return new Uint8Array(await crypto.subtle.encrypt('RSA-OAEP', cryptoKey, Uint8Array.from(contentKey)));
}

/** RSAES-PKCS1-v1_5 (RFC 8017, 7.2.1), which WebCrypto does not have. */
function encryptByPkcs1(message: Uint8Array, key: EncryptionKey): Uint8Array {
  const modulus = toNumber(key.publicJwk.n);
  const bytes = modulus.toString(16).length / 2;
  const filler = new Uint8Array(bytes - message.length - 3).fill(0xa5);
  const block = Buffer.concat([Uint8Array.of(0, 2), filler, Uint8Array.of(0), message]);
  const result = power(BigInt(`0x${block.toString('hex')}`), 65537n, modulus);
  return Buffer.from(result.toString(16).padStart(bytes * 2, '0'), 'hex');
}

async function deflate(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

interface Encrypted {
  readonly ciphertext: Uint8Array;
  readonly tag: Uint8Array;
}

async function encryptByGcm(
  key: Uint8Array,
  iv: Uint8Array,
  aad: Uint8Array,
  text: Uint8Array,
  tagBytes: number,
): Promise<Encrypted> {
  const cryptoKey = await crypto.subtle.importKey('raw', Uint8Array.from(key), 'AES-GCM', false, ['encrypt']);
  const parameters = {
    name: 'AES-GCM',
    iv: Uint8Array.from(iv),
    additionalData: Uint8Array.from(aad),
    tagLength: tagBytes * 8,
  };
  const out = new Uint8Array(await crypto.subtle.encrypt(parameters, cryptoKey, Uint8Array.from(text)));
  return { ciphertext: out.subarray(0, -tagBytes), tag: out.subarray(-tagBytes) };
}

/** AES_256_CBC_HMAC_SHA_512 (RFC 7518, 5.2.5). */
async function encryptByCbc(key: Uint8Array, iv: Uint8Array, aad: Uint8Array, text: Uint8Array): Promise<Encrypted> {
  const cipher = await crypto.subtle.importKey('raw', Uint8Array.from(key.subarray(32)), 'AES-CBC', false, ['encrypt']);
  const parameters = { name: 'AES-CBC', iv: Uint8Array.from(iv) };
  const ciphertext = new Uint8Array(await crypto.subtle.encrypt(parameters, cipher, Uint8Array.from(text)));
  const hmac = { name: 'HMAC', hash: 'SHA-512' };
  const mac = await crypto.subtle.importKey('raw', Uint8Array.from(key.subarray(0, 32)), hmac, false, ['sign']);
  const aadBits = Buffer.alloc(8);
  aadBits.writeBigUInt64BE(BigInt(aad.length * 8));
  const input = Uint8Array.from(Buffer.concat([aad, iv, ciphertext, aadBits]));
  return { ciphertext, tag: new Uint8Array(await crypto.subtle.sign('HMAC', mac, input)).subarray(0, 32) };
}

const CONTENT_KEY_BYTES = { A256GCM: 32, A128GCM: 16, 'A256CBC-HS512': 64 } as const;

/** A compact JWE with any header bytes and any algorithm, made with WebCrypto alone. */
export async function forgeJwe(
  header: Uint8Array,
  plaintext: Uint8Array,
  key: EncryptionKey,
  sealing: Sealing,
): Promise<string> {
  const { keyAlgorithm = 'RSA-OAEP-256', contentAlgorithm = 'A256GCM', ivBytes = 12, tagBytes = 16 } = sealing;
  const contentKey = crypto.getRandomValues(new Uint8Array(CONTENT_KEY_BYTES[contentAlgorithm]));
  const cbc = contentAlgorithm === 'A256CBC-HS512';
  const iv = crypto.getRandomValues(new Uint8Array(cbc ? 16 : ivBytes));
  const aad = Buffer.from(base64url(header));
  const text = sealing.deflated === true ? await deflate(plaintext) : plaintext;
  const encrypted = cbc
    ? await encryptByCbc(contentKey, iv, aad, text)
    : await encryptByGcm(contentKey, iv, aad, text, tagBytes);
  const encryptedKey = await encryptContentKey(contentKey, sealing.to ?? key, keyAlgorithm);
  return [header, encryptedKey, iv, encrypted.ciphertext, encrypted.tag].map(base64url).join('.');
}
