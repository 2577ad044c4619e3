import { curveToRecord } from '@dq0/accounting';
import { canonicalJson, sha256HexSync } from '@dq0/encryption';
import type { Spend } from './spend.ts';

/** Hash of a ledger row over everything in it that never changes and the hash of the row before it. */
export function spendHash(spend: Omit<Spend, 'hash' | 'state' | 'openedAt'>): string {
  return sha256HexSync(
    canonicalJson({
      job: spend.job,
      account: spend.account,
      events: spend.events,
      curve: curveToRecord(spend.curve),
      mechanisms: spend.mechanisms,
      planFingerprint: spend.planFingerprint,
      versions: spend.versions,
      actor: spend.actor,
      // Rows from before there were projects keep their hashes.
      ...(spend.project === null ? {} : { project: spend.project }),
      reservedAt: spend.reservedAt,
      previousHash: spend.previousHash,
    }),
  );
}
