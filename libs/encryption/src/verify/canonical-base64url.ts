import { decode, encode } from 'jose/base64url';

const ALPHABET_ONLY = /^[A-Za-z0-9_-]*$/;

/**
 * Accepts base64url (RFC 4648, 5) without padding, blanks or spare bits: exactly one text per byte string, so that a
 * message cannot be changed and stay the same message. Whole groups of four characters have no second form, so only
 * what is left over is encoded again and compared.
 * @throws TypeError
 */
export function requireCanonicalBase64url(text: string): void {
  const rest = text.slice(text.length - (text.length % 4));
  if (!ALPHABET_ONLY.test(text) || encode(decode(rest)) !== rest) throw new TypeError('Not canonical base64url');
}

/** Bytes that a canonical text stands for. */
export function decodedLength(text: string): number {
  return Math.floor((text.length * 3) / 4);
}

/** @throws TypeError when the text is not canonical */
export function decodeCanonicalBase64url(text: string): Uint8Array {
  requireCanonicalBase64url(text);
  return decode(text);
}
