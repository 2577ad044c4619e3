import type { Scope } from '@dq0/permissions';
import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { AccessRequest } from './access-request.ts';

type NewRequest = Pick<
  AccessRequest,
  'id' | 'datasetId' | 'userId' | 'purpose' | 'reason' | 'until' | 'createdAt' | 'expiresAt'
>;

export interface RequestPage {
  /** Effective at `now`; null: any. */
  readonly state: AccessRequest['state'] | null;
  readonly now: number;
  /** Milliseconds since 1970; only older ones. */
  readonly before: number;
  readonly limit: number;
}

const INSERT = `INSERT INTO access_requests (id, dataset_id, user_id, purpose, reason, until, state, created_at, expires_at)
  VALUES (@id, @datasetId, @userId, @purpose, @reason, @until, 'open', @createdAt, @expiresAt)`;
const CLOSE = `UPDATE access_requests SET state = @state, decided_by = @by, decided_at = @at, policy = @policy WHERE id = @id`;
const SELECT = `SELECT r.id, r.dataset_id AS datasetId, d.name AS dataset, d.owner_id AS ownerId, o.email AS ownerEmail,
    r.user_id AS userId, u.email, r.purpose, r.reason, r.until, r.state, r.created_at AS createdAt,
    r.expires_at AS expiresAt, r.decided_at AS decidedAt, r.policy
  FROM access_requests r JOIN datasets d ON d.id = r.dataset_id JOIN users o ON o.id = d.owner_id
    JOIN users u ON u.id = r.user_id`;
const FIND = `${SELECT} WHERE r.id = @id`;
const OPEN_OF_USER = `${SELECT} WHERE r.user_id = @userId AND r.state = 'open' AND r.expires_at > @now`;
const EXPIRED = `${SELECT} WHERE r.state = 'open' AND r.expires_at <= @now`;
const EFFECTIVE = `CASE WHEN r.state = 'open' AND r.expires_at <= @now THEN 'expired' ELSE r.state END`;
const PAGE = `AND r.created_at < @before AND (@state IS NULL OR ${EFFECTIVE} = @state)
  ORDER BY r.created_at DESC, r.id LIMIT @limit`;
const BY_SCOPE: Readonly<Record<Scope, string>> = {
  all: `${SELECT} WHERE (1 OR @userId) ${PAGE}`,
  'own-datasets': `${SELECT} WHERE (r.user_id = @userId OR d.owner_id = @userId) ${PAGE}`,
  own: `${SELECT} WHERE r.user_id = @userId ${PAGE}`,
};

@Injectable()
export class AccessRequestsRepository {
  insert(writing: Writing, request: NewRequest): void {
    writing.run(INSERT, { ...request });
  }

  close(
    writing: Writing,
    id: string,
    decision: {
      readonly state: Exclude<AccessRequest['state'], 'open'>;
      /** Id of the user who decided; null where time did. */
      readonly by: string | null;
      readonly at: number;
      readonly policy?: string;
    },
  ): void {
    writing.run(CLOSE, { id, policy: null, ...decision });
  }

  find(reading: Reading, id: string): AccessRequest | undefined {
    return reading.get<AccessRequest>(FIND, { id });
  }

  openOfUser(reading: Reading, userId: string, now: number): AccessRequest[] {
    return reading.all<AccessRequest>(OPEN_OF_USER, { userId, now });
  }

  /** Open ones whose time is over. */
  expired(reading: Reading, now: number): AccessRequest[] {
    return reading.all<AccessRequest>(EXPIRED, { now });
  }

  /** Newest first. */
  list(reading: Reading, scope: Scope, userId: string, page: RequestPage): AccessRequest[] {
    return reading.all<AccessRequest>(BY_SCOPE[scope], { userId, ...page });
  }
}
