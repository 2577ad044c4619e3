import { CodedError } from '@dq0/protocol';

/**
 * A message or proof that is not exactly what it should be. One class and one text for every cause: whoever sent it
 * must not learn which check refused it (no oracle), so there is neither a reason nor a cause.
 */
export class EnvelopeError extends Error {
  constructor() {
    super('The message is not valid.');
    this.name = 'EnvelopeError';
  }
}

export type KeyFault =
  | 'SHAPE'
  | 'PRIVATE_MEMBER'
  | 'USE'
  | 'KID'
  | 'EXPONENT'
  | 'MODULUS_SIZE'
  | 'MODULUS_EVEN'
  | 'MODULUS_SMALL_FACTOR'
  | 'MODULUS_ROCA'
  | 'PRIVATE_PART';

const FAULTS: Record<KeyFault, string> = {
  SHAPE: 'The key is not an RSA key in JSON Web Key form with exactly the expected members.',
  PRIVATE_MEMBER: 'The key holds private members where only a public key may be.',
  USE: "The key's use, key_ops or alg is for another purpose.",
  KID: "The key's kid is not its RFC 7638 thumbprint.",
  EXPONENT: "The key's public exponent is not 65537 (AQAB).",
  MODULUS_SIZE: "The key's modulus is not exactly 2048, 3072 or 4096 bits.",
  MODULUS_EVEN: "The key's modulus is even.",
  MODULUS_SMALL_FACTOR: "The key's modulus has a small prime factor.",
  MODULUS_ROCA: "The key's modulus has the structure of the ROCA weakness (CVE-2017-15361).",
  PRIVATE_PART: "The key's private part does not belong to its public part.",
};

/** A key that may not be used; `fault` and the text say which rule it breaks (keys are public, the rules too). */
export class KeyImportError extends Error {
  readonly fault: KeyFault;

  constructor(fault: KeyFault) {
    super(`${FAULTS[fault]} Make a new key with this product.`);
    this.name = 'KeyImportError';
    this.fault = fault;
  }
}

/** The platform's bundle must not be used: `BUNDLE_INVALID` (not signed by the pinned key) or `BUNDLE_STALE`. */
export class BundleError extends CodedError {
  declare readonly code: 'BUNDLE_INVALID' | 'BUNDLE_STALE';

  constructor(code: 'BUNDLE_INVALID' | 'BUNDLE_STALE') {
    super(code);
    this.name = 'BundleError';
  }
}
