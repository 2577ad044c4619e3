import { Injectable } from '@nestjs/common';
import type { AuditRow } from '@dq0/protocol';
import type { Reading, Writing } from '../database/unit-of-work.ts';

interface StoredRow {
  number: number;
  time: string;
  audit_id: string;
  actor: string;
  action: string;
  object: string | null;
  outcome: string;
  facts: string;
  salt: string;
  previous: string;
  hash: string;
}

const COLUMNS = 'number, time, audit_id, actor, action, object, outcome, facts, salt, previous, hash';
const INSERT = `INSERT INTO audit (${COLUMNS})
  VALUES (@number, @time, @auditId, @actor, @action, @object, @outcome, @facts, @salt, @previous, @hash)`;
const HEAD = 'SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1';
const AFTER = `SELECT ${COLUMNS} FROM audit WHERE number > @after ORDER BY number LIMIT @limit`;
const OF_OWNER = `SELECT ${COLUMNS} FROM audit WHERE number > @after AND number <= @upTo
  AND (actor = @email OR dataset IN (SELECT name FROM datasets WHERE owner_id = @id)) ORDER BY number`;
/** What a row names: its actor and object, its id, and its facts (texts and the words of lists). */
const NAMES = `(actor = @about OR object = @about OR audit_id = @about OR dataset = @about OR EXISTS (
  SELECT 1 FROM json_each(facts) f WHERE instr(' ' || f.value || ' ', ' ' || @about || ' ') > 0))`;
const NEWEST = `SELECT ${COLUMNS} FROM audit WHERE number < @before AND (@about IS NULL OR ${NAMES})
  AND (@id IS NULL OR actor = @email OR dataset IN (SELECT name FROM datasets WHERE owner_id = @id))
  ORDER BY number DESC LIMIT @limit`;

interface Owner {
  readonly id: string;
  readonly email: string;
}

export interface WantedRows {
  readonly about: string | null;
  readonly before: number;
  readonly limit: number;
}

export interface ChainHead {
  readonly number: number;
  readonly hash: string;
}

@Injectable()
export class AuditRepository {
  insert(writing: Writing, row: AuditRow): void {
    writing.run(INSERT, { ...row, facts: JSON.stringify(row.facts) });
  }

  head(reading: Reading): ChainHead | undefined {
    return reading.get<ChainHead>(HEAD);
  }

  after(reading: Reading, after: number, limit: number): AuditRow[] {
    return reading.all<StoredRow>(AFTER, { after, limit }).map(toRow);
  }

  /** Rows before a number that name something, newest first; for an owner those that `ofOwner` gives. */
  newest(reading: Reading, wanted: WantedRows, owner: Owner | null): AuditRow[] {
    const own = { id: owner?.id ?? null, email: owner?.email ?? null };
    return reading.all<StoredRow>(NEWEST, { ...wanted, ...own }).map(toRow);
  }

  /** Rows after one number up to another that name a data set of this owner in `facts.dataset`, or what they did. */
  ofOwner(reading: Reading, { id, email }: Owner, range: { after: number; upTo: number }): AuditRow[] {
    return reading.all<StoredRow>(OF_OWNER, { id, email, ...range }).map(toRow);
  }
}

function toRow({ audit_id: auditId, facts, ...rest }: StoredRow): AuditRow {
  return { ...rest, auditId, facts: JSON.parse(facts) as AuditRow['facts'] };
}
