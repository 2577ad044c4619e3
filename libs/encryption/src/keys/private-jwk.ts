import { KeyImportError } from '../verify/errors.ts';
import { checkPublicJwk, PRIVATE_MEMBERS, type CheckedPublicJwk, type KeyPurpose } from '../verify/public-jwk.ts';
import { readBase64urlNumber } from '../verify/rsa-modulus.ts';
import { readStrictJson, type JsonObject } from '../verify/strict-json.ts';

const CRT_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const;
const EXPONENT = 65537n;

/** The numbers of a private RSA key (RFC 8017, A.1.2), base64url. */
export type PrivateNumbers = Record<(typeof CRT_MEMBERS)[number], string>;

function readObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = readStrictJson(text);
  } catch {
    throw new KeyImportError('SHAPE');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new KeyImportError('SHAPE');
  return value as JsonObject;
}

/** The private numbers must be those of this very modulus: a swapped member would leak the key at first use. */
function checkPrivateNumbers(numbers: PrivateNumbers, modulus: bigint): void {
  const [d, p, q, dp, dq, qi] = CRT_MEMBERS.map((name) => readBase64urlNumber(numbers[name])) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const sound =
    p * q === modulus &&
    p !== q &&
    (d * EXPONENT) % (p - 1n) === 1n &&
    (d * EXPONENT) % (q - 1n) === 1n &&
    dp === d % (p - 1n) &&
    dq === d % (q - 1n) &&
    qi < p &&
    (qi * q) % p === 1n;
  if (!sound) throw new KeyImportError('PRIVATE_PART');
}

/**
 * Strict reading of a private key as `exportPrivateKey` wrote it.
 * @throws KeyImportError
 */
export async function checkPrivateJwk(
  text: string,
  purpose: KeyPurpose,
): Promise<CheckedPublicJwk & { readonly numbers: PrivateNumbers }> {
  const object = readObject(text);
  const isPrivate = (name: string): boolean => (PRIVATE_MEMBERS as readonly string[]).includes(name);
  const members = Object.entries(object);
  const secret = Object.fromEntries(members.filter(([name]) => isPrivate(name)));
  const complete = CRT_MEMBERS.every((name) => typeof secret[name] === 'string');
  if (!complete || Object.keys(secret).length !== CRT_MEMBERS.length) throw new KeyImportError('SHAPE');
  if (object['use'] !== purpose) throw new KeyImportError('USE');
  const checked = await checkPublicJwk(Object.fromEntries(members.filter(([name]) => !isPrivate(name))), purpose);
  const numbers = secret as PrivateNumbers;
  checkPrivateNumbers(numbers, checked.modulus);
  return { ...checked, numbers };
}
