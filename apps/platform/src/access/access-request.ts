import type { AccessRecord } from '@dq0/protocol';
import type { AuditFacts } from '../operations/handler.ts';

/** A request with the names that people know. Times are milliseconds since 1970. */
export interface AccessRequest {
  readonly id: string;
  readonly datasetId: string;
  readonly dataset: string;
  readonly ownerId: string;
  readonly ownerEmail: string;
  readonly userId: string;
  readonly email: string;
  readonly purpose: string;
  readonly reason: string;
  /** The end that is wished for. */
  readonly until: number | null;
  readonly state: AccessRecord['state'];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly decidedAt: number | null;
  /** Of the policy that an approval wrote. */
  readonly policy: string | null;
}

/** Nobody decides a request whose time is over, also before the next sweep has closed it. */
export function stateAt({ state, expiresAt }: AccessRequest, now: number): AccessRecord['state'] {
  return state === 'open' && expiresAt <= now ? 'expired' : state;
}

export function accessRecord(request: AccessRequest, now: number): AccessRecord {
  const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
  return {
    request: request.id,
    dataset: request.dataset,
    user: request.email,
    purpose: request.purpose,
    reason: request.reason,
    until: time(request.until),
    state: stateAt(request, now),
    requested: new Date(request.createdAt).toISOString(),
    expires: new Date(request.expiresAt).toISOString(),
    decided: time(request.decidedAt),
    policy: request.policy,
  };
}

/** For the audit row of a decision: what was decided about whom. */
export function factsOf({ dataset, email, purpose, policy }: AccessRequest): AuditFacts {
  return { dataset, user: email, purpose, ...(policy === null ? {} : { policy }) };
}
