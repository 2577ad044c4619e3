import { decodeCanonicalBase64url } from './canonical-base64url.ts';

const DIGITS = 60n;
const GROUP = /\d{5}/g;

/**
 * A thumbprint as people compare it: the 256-bit big-endian number modulo 10^60, zero-padded, as twelve groups of
 * five digits with single blanks (about 199 bits).
 * @param thumbprint RFC 7638, base64url
 * @throws TypeError when it is not 32 bytes of canonical base64url
 */
export function fingerprintGroups(thumbprint: string): string {
  const bytes = decodeCanonicalBase64url(thumbprint);
  if (bytes.length !== 32) throw new TypeError('A thumbprint is 32 bytes in base64url');
  const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) % 10n ** DIGITS;
  return (number.toString().padStart(Number(DIGITS), '0').match(GROUP) ?? []).join(' ');
}
