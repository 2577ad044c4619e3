import { calculateJwkThumbprint } from 'jose/jwk/thumbprint';
import type { PublicJwk } from '@dq0/protocol';
import { KeyImportError } from './errors.ts';
import { checkModulus, readBase64urlNumber } from './rsa-modulus.ts';
import { KEY_ALGORITHM, SIGNATURE_ALGORITHM, type Suite } from './suite.ts';

export type KeyPurpose = 'sig' | 'enc';

export const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'] as const;
const PUBLIC_MEMBERS = ['kty', 'n', 'e', 'use', 'key_ops', 'alg', 'kid'];
/** 65537, the only exponent there is here; jose alone takes e = 1. */
const EXPONENT = 'AQAB';
const ALGORITHM = { sig: SIGNATURE_ALGORITHM, enc: KEY_ALGORITHM } as const;
const OPERATIONS = { sig: ['verify'], enc: ['encrypt', 'wrapKey'] } as const;

/** A public key that passed every rule, rebuilt from its two numbers alone. */
export interface CheckedPublicJwk {
  readonly jwk: PublicJwk;
  /** RFC 7638 thumbprint, as computed here. */
  readonly thumbprint: string;
  readonly suite: Suite;
  readonly modulus: bigint;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checkMembers(jwk: unknown): asserts jwk is Record<string, unknown> & { n: string } {
  if (!isPlainObject(jwk)) throw new KeyImportError('SHAPE');
  const names = Object.keys(jwk);
  if (PRIVATE_MEMBERS.some((name) => names.includes(name))) throw new KeyImportError('PRIVATE_MEMBER');
  if (!names.every((name) => PUBLIC_MEMBERS.includes(name))) throw new KeyImportError('SHAPE');
  if (jwk['kty'] !== 'RSA' || typeof jwk['n'] !== 'string') throw new KeyImportError('SHAPE');
  if (jwk['e'] !== EXPONENT) throw new KeyImportError('EXPONENT');
}

/** `use`, `alg` and `key_ops` may be absent; what is there must agree with the purpose. */
function checkPurpose(jwk: Record<string, unknown>, purpose: KeyPurpose): void {
  if (jwk['use'] !== undefined && jwk['use'] !== purpose) throw new KeyImportError('USE');
  if (jwk['alg'] !== undefined && jwk['alg'] !== ALGORITHM[purpose]) throw new KeyImportError('USE');
  const operations = jwk['key_ops'];
  if (operations === undefined) return;
  const allowed: readonly unknown[] = OPERATIONS[purpose];
  const sound =
    Array.isArray(operations) &&
    operations.length > 0 &&
    new Set(operations).size === operations.length &&
    operations.every((operation) => allowed.includes(operation));
  if (!sound) throw new KeyImportError('USE');
}

/**
 * Strict import of a public key, before any cryptographic library sees it: closed members, nothing private, e =
 * 65537, a modulus that can be sound, consistent purpose, and no `kid` but the computed thumbprint.
 * @throws KeyImportError
 */
export async function checkPublicJwk(jwk: unknown, purpose: KeyPurpose): Promise<CheckedPublicJwk> {
  checkMembers(jwk);
  checkPurpose(jwk, purpose);
  const { n } = jwk;
  const modulus = readBase64urlNumber(n);
  const suite = checkModulus(modulus);
  const thumbprint = await calculateJwkThumbprint({ kty: 'RSA', n, e: EXPONENT }, 'sha256');
  if (jwk['kid'] !== undefined && jwk['kid'] !== thumbprint) throw new KeyImportError('KID');
  return {
    jwk: { kty: 'RSA', n, e: EXPONENT, use: purpose, alg: ALGORITHM[purpose], kid: thumbprint },
    thumbprint,
    suite,
    modulus,
  };
}
