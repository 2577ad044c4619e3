import { fromHex, toHex } from './hex.ts';

/**
 * HMAC-SHA-256 (RFC 2104) of a text's UTF-8, as 64 lower-case hexadecimal digits.
 * @param keyHex the key, lower-case hexadecimal
 * @throws TypeError when the key is not hexadecimal
 */
export async function hmacHex(keyHex: string, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', fromHex(keyHex), algorithm, false, ['sign']);
  return toHex(new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text))));
}
