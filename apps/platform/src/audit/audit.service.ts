import { Injectable } from '@nestjs/common';
import type { AuditRow } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { AuditFacts } from '../operations/handler.ts';
import { AuditRepository, type ChainHead } from './audit.repository.ts';
import { CHAIN_START, chainHash, newSalt } from './chain-hash.ts';

export interface AuditEntry {
  /** E-mail of a user, `device <thumbprint>`, or the part of the platform that acted by itself. */
  readonly actor: string;
  /** `resource:verb`. */
  readonly action: string;
  /** What was acted on, or null. */
  readonly object: string | null;
  /** `done` or the code of the error. */
  readonly outcome: string;
  /** `facts.dataset` names the data set a row is about: its owner may read the row. */
  readonly facts: AuditFacts;
  /** A random UUID unless given. */
  readonly auditId?: string;
}

/** The append-only chain. A row joins the transaction of what it records: both are kept or neither. */
@Injectable()
export class AuditService {
  readonly #clock: Clock;
  readonly #audit: AuditRepository;

  constructor(clock: Clock, audit: AuditRepository) {
    this.#clock = clock;
    this.#audit = audit;
  }

  /** @returns the audit id of the row */
  append(writing: Writing, entry: AuditEntry): string {
    const head = this.head(writing);
    const row: Omit<AuditRow, 'hash'> = {
      number: head.number + 1,
      time: this.#clock.now().toISOString(),
      auditId: entry.auditId ?? crypto.randomUUID(),
      actor: entry.actor,
      action: entry.action,
      object: entry.object,
      outcome: entry.outcome,
      facts: { ...entry.facts },
      salt: newSalt(),
      previous: head.hash,
    };
    this.#audit.insert(writing, { ...row, hash: chainHash(row) });
    return row.auditId;
  }

  head(reading: Reading): ChainHead {
    return this.#audit.head(reading) ?? { number: 0, hash: CHAIN_START };
  }
}
