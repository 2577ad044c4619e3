const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * Changes one bit of a compact JWS, in the middle of one of its three parts (0 header, 1 payload, 2 signature). The text
 * stays canonical base64url, so that only a signature or an authentication tag can tell.
 */
export function flipBit(compact: string, part: 0 | 1 | 2 = 1): string {
  const parts = compact.split('.');
  const text = parts[part] ?? '';
  const at = Math.floor(text.length / 2);
  const value = ALPHABET.indexOf(text.charAt(at));
  parts[part] = text.slice(0, at) + ALPHABET.charAt(value ^ 1) + text.slice(at + 1);
  return parts.join('.');
}

/** The first half of a text, as a connection that broke would leave it. */
export const truncated = (text: string): string => text.slice(0, Math.floor(text.length / 2));

export const base64url = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');
