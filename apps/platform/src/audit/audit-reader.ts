import {
  CodedError,
  type AuditRow,
  type ExportedRow,
  type exportAudit,
  type Input,
  type listAudit,
  type Output,
  type showAudit,
} from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import type { CallingUser } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { AuditRepository, type ChainHead } from './audit.repository.ts';
import { CHAIN_START } from './chain-hash.ts';

/** One reply holds half a mebibyte; who reads on asks for the rows after the last. */
const MOST_BYTES = 400_000;

/**
 * Reads the chain for people: all of it for auditors and administrators, for owners what names their data sets or was
 * done by them, and the links between.
 */
@Injectable()
export class AuditReader {
  readonly #unitOfWork: UnitOfWork;
  readonly #policies: PoliciesService;
  readonly #audit: AuditRepository;

  constructor(unitOfWork: UnitOfWork, policies: PoliciesService, audit: AuditRepository) {
    this.#unitOfWork = unitOfWork;
    this.#policies = policies;
    this.#audit = audit;
  }

  /** Newest first; one more is asked for than shown, to know whether there is a next page. */
  list(user: CallingUser, { about, before, limit }: Input<typeof listAudit>): Output<typeof listAudit> {
    return this.#unitOfWork.read((reading) => {
      const wanted = { about: about ?? null, before: before ?? Number.MAX_SAFE_INTEGER, limit: limit + 1 };
      const found = this.#audit.newest(reading, wanted, this.#restricted(reading, user));
      const rows = firstThatFit(found.slice(0, limit));
      return { rows, next: rows.length < found.length ? (rows.at(-1)?.number ?? null) : null };
    });
  }

  /** @throws CodedError AUDIT_UNKNOWN, alike for no such row and for one about others */
  show(user: CallingUser, { auditId }: Input<typeof showAudit>): Output<typeof showAudit> {
    const [row] = this.list(user, { about: auditId, limit: 200 }).rows.filter((one) => one.auditId === auditId);
    if (row === undefined) throw new CodedError('AUDIT_UNKNOWN');
    return { row };
  }

  head(): ChainHead {
    return this.#unitOfWork.read((reading) => this.#audit.head(reading)) ?? { number: 0, hash: CHAIN_START };
  }

  /** A page of rows, none of them after a number. */
  upTo(last: number, user: CallingUser, { after, limit }: Input<typeof exportAudit>): ExportedRow[] {
    return this.#unitOfWork.read((reading) => {
      const owner = this.#restricted(reading, user);
      const rows = this.#audit.after(reading, after, limit).filter(({ number }) => number <= last);
      const upTo = rows.at(-1)?.number ?? after;
      const own = owner === null ? rows : this.#audit.ofOwner(reading, owner, { after, upTo });
      const shown = new Set(own.map((row) => row.number));
      return firstThatFit(rows.map((row) => (shown.has(row.number) ? row : linkOf(row))));
    });
  }

  /** null for somebody who reads everything. */
  #restricted(reading: Reading, user: CallingUser): CallingUser | null {
    const { permit, scope } = this.#policies.decide(reading, { user, action: 'audit:read' });
    return permit && scope === 'all' ? null : user;
  }
}

const linkOf = ({ number, previous, hash }: AuditRow): ExportedRow => ({ number, previous, hash });

function firstThatFit<T extends ExportedRow>(rows: readonly T[]): T[] {
  let bytes = 0;
  return rows.filter((row) => (bytes += Buffer.byteLength(JSON.stringify(row)) + 1) <= MOST_BYTES);
}
