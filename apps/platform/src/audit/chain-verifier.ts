import { CodedError, type AuditRow } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { AuditRepository, type ChainHead } from './audit.repository.ts';
import { CHAIN_START, chainHash } from './chain-hash.ts';

const PAGE = 500;

/** Walks the whole chain in the database. */
@Injectable()
export class ChainVerifier {
  readonly #unitOfWork: UnitOfWork;
  readonly #audit: AuditRepository;

  constructor(unitOfWork: UnitOfWork, audit: AuditRepository) {
    this.#unitOfWork = unitOfWork;
    this.#audit = audit;
  }

  /** @returns the head that the rows lead to @throws CodedError AUDIT_BROKEN naming the first row that does not fit */
  verify(): ChainHead {
    let head: ChainHead = { number: 0, hash: CHAIN_START };
    for (;;) {
      const rows = this.#unitOfWork.read((reading) => this.#audit.after(reading, head.number, PAGE));
      for (const row of rows) head = follow(head, row);
      if (rows.length < PAGE) return head;
    }
  }
}

function follow(head: ChainHead, { hash, ...row }: AuditRow): ChainHead {
  const fits = row.number === head.number + 1 && row.previous === head.hash && chainHash(row) === hash;
  if (!fits) {
    const details = [{ path: `rows.${head.number + 1}`, message: 'does not follow from the row before it' }];
    throw new CodedError('AUDIT_BROKEN', { details });
  }
  return { number: row.number, hash };
}
