import { z } from 'zod';
import { IsoTime, Sha256 } from '../../vocabulary.ts';

/**
 * One row of the audit chain. `hash` = SHA-256 over the canonical JSON (RFC 8785) of all other members;
 * `previous` is the hash of the row before (64 zeros for the first). Secrets appear only as keyed hashes.
 */
export const AuditRow = z.strictObject({
  number: z.int().positive(),
  time: IsoTime,
  auditId: z.uuid(),
  actor: z.string(),
  action: z.string(),
  object: z.string().nullable(),
  outcome: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** 128 random bits, hexadecimal: without it a short row could be guessed from its hash. */
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  previous: Sha256,
  hash: Sha256,
});
export type AuditRow = z.infer<typeof AuditRow>;

/** The place in the chain of a row that its reader may not see: what was said stays out, the chain stays whole. */
export const AuditLink = z.strictObject({ number: z.int().positive(), previous: Sha256, hash: Sha256 });
export const ExportedRow = z.union([AuditRow, AuditLink]);
export type ExportedRow = z.infer<typeof ExportedRow>;

/** Where the record ended when it was read. */
export const ExportedHead = z.strictObject({
  number: z.int().nonnegative(),
  hash: Sha256,
  /** The same by the platform's identity key, with the time (compact JWS): rows cut off the end of a file are missed. */
  signed: z.string().max(8192),
});
export type ExportedHead = z.infer<typeof ExportedHead>;

export const AUDIT_EXAMPLE: AuditRow = {
  number: 7,
  time: '2026-11-24T00:00:00.000Z',
  auditId: '0198c0de-0000-4000-8000-000000000007',
  actor: 'ada@example.org',
  action: 'query:run',
  object: '0198c0de-0000-7000-8000-000000000001',
  outcome: 'done',
  facts: { dataset: 'census', rule: 'granted-groups-ask', policyVersion: 2 },
  salt: '0'.repeat(32),
  previous: '0'.repeat(64),
  hash: 'f'.repeat(64),
};
