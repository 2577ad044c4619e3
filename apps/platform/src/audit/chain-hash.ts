import { canonicalJson, sha256HexSync } from '@dq0/encryption';
import type { AuditRow } from '@dq0/protocol';

/** `previous` of the first row. */
export const CHAIN_START = '0'.repeat(64);

/**
 * SHA-256 (hexadecimal) over the canonical JSON (RFC 8785) of all members but `hash`. Synchronous, because it is made
 * inside the transaction that appends the row; Web Crypto's digest could only be awaited.
 */
export function chainHash(row: Omit<AuditRow, 'hash'>): string {
  return sha256HexSync(canonicalJson(row));
}

/** 128 random bits, hexadecimal. */
export function newSalt(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex');
}
