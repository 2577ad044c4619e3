import type { AuditRow, ExportedRow, exportAudit, Output } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.ts';
import type { CallingUser } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { AuditRepository } from './audit.repository.ts';
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

  after(user: CallingUser, after: number, limit: number): Output<typeof exportAudit> {
    return this.#unitOfWork.read((reading) => {
      const { scope } = this.#policies.decide(reading, { user, action: 'audit:read' });
      const rows = this.#audit.after(reading, after, limit);
      const upTo = rows.at(-1)?.number ?? after;
      const own = scope === 'all' ? rows : this.#audit.ofOwner(reading, user, { after, upTo });
      const shown = new Set(own.map((row) => row.number));
      return {
        rows: firstThatFit(rows.map((row) => (shown.has(row.number) ? row : linkOf(row)))),
        head: this.#audit.head(reading) ?? { number: 0, hash: CHAIN_START },
      };
    });
  }
}

const linkOf = ({ number, previous, hash }: AuditRow): ExportedRow => ({ number, previous, hash });

function firstThatFit(rows: readonly ExportedRow[]): ExportedRow[] {
  let bytes = 0;
  return rows.filter((row) => (bytes += Buffer.byteLength(JSON.stringify(row)) + 1) <= MOST_BYTES);
}
