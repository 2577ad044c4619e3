import type { IdentityKey } from '../keys/identity-key.ts';
import { AuditHeadPayload, type AuditHead } from '../verify/audit-head.ts';
import { signJson } from './sign-json.ts';

/**
 * Signs where an audit chain ends, so that rows that are cut off a file of it are missed.
 * @param identity the key of the platform that keeps the chain
 */
export function signAuditHead({ number, hash, at }: AuditHead, identity: IdentityKey): Promise<string> {
  const payload = AuditHeadPayload.parse({ number, hash, at: at.getTime(), identity: identity.publicJwk });
  return signJson('audit-head', payload, identity);
}
