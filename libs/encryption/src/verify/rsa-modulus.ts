import { decodeCanonicalBase64url } from './canonical-base64url.ts';
import { KeyImportError } from './errors.ts';
import { isRocaWeak } from './roca.ts';
import { smallRemainders } from './small-primes.ts';
import { suiteOfBits, type Suite } from './suite.ts';

/** Unsigned big-endian number of some bytes. */
export function bytesToNumber(bytes: Uint8Array): bigint {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return BigInt(`0x0${hex}`);
}

/** Unsigned big-endian number of a JWK member (RFC 7518, 2: base64urlUInt, no leading zero bytes). */
export function readBase64urlNumber(text: string): bigint {
  let bytes: Uint8Array;
  try {
    bytes = decodeCanonicalBase64url(text);
  } catch {
    throw new KeyImportError('SHAPE');
  }
  if (bytes.length === 0 || bytes[0] === 0) throw new KeyImportError('SHAPE');
  return bytesToNumber(bytes);
}

/**
 * Accepts a modulus that can be sound and names its suite: exactly 2048, 3072 or 4096 bits, odd, no prime factor
 * below 752 (NIST SP 800-89, 5.3.3), no ROCA fingerprint.
 * @throws KeyImportError
 */
export function checkModulus(modulus: bigint): Suite {
  const suite = suiteOfBits(modulus.toString(2).length);
  if (suite === undefined) throw new KeyImportError('MODULUS_SIZE');
  if (modulus % 2n === 0n) throw new KeyImportError('MODULUS_EVEN');
  for (const [, remainder] of smallRemainders(modulus)) {
    if (remainder === 0) throw new KeyImportError('MODULUS_SMALL_FACTOR');
  }
  if (isRocaWeak(modulus)) throw new KeyImportError('MODULUS_ROCA');
  return suite;
}
