import { Injectable } from '@nestjs/common';
import { CurveRecord, curveFromRecord, curveToRecord, type PrivacyEvent } from '@dq0/accounting';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { Spend, SpendState } from './spend.ts';

interface SpendRow {
  readonly id: number;
  readonly job: string;
  readonly account: string;
  readonly state: SpendState;
  readonly events: string;
  readonly curve: string;
  readonly mechanisms: string;
  readonly plan_fingerprint: string;
  readonly versions: string;
  readonly actor: string;
  readonly project: string | null;
  readonly reserved_at: number;
  readonly opened_at: number | null;
  readonly previous_hash: string;
  readonly hash: string;
}

const COLUMNS = `id, job, account, state, events, curve, mechanisms, plan_fingerprint, versions, actor, project, reserved_at,
  opened_at, previous_hash, hash`;
const INSERT = `INSERT INTO spends (job, account, state, events, curve, mechanisms, plan_fingerprint, versions, actor,
    project, reserved_at, opened_at, closed_at, previous_hash, hash)
  VALUES (:job, :account, :state, :events, :curve, :mechanisms, :planFingerprint, :versions, :actor, :project, :reservedAt,
    :openedAt, :closedAt, :previousHash, :hash)`;
const BY_JOB = `SELECT ${COLUMNS} FROM spends WHERE job = :job`;
const PAGE = `SELECT ${COLUMNS} FROM spends WHERE id > :after ORDER BY id LIMIT 1000`;
const OPEN = `UPDATE spends SET state = 'OPENED', opened_at = :at WHERE job = :job AND state = 'RESERVED'`;
const COMMIT = `UPDATE spends SET state = 'COMMITTED', closed_at = :at WHERE job = :job AND state = 'OPENED'`;
const REFUND = `UPDATE spends SET state = 'REFUNDED', closed_at = :at WHERE job = :job AND state = 'RESERVED'`;
const STATES = 'SELECT job, account, state FROM spends';
/** One that is not shown yet must not be counted: the count would tell when its run ended. */
const RELEASES = `SELECT count(*) AS count FROM spends s JOIN releases r ON r.job = s.job JOIN jobs j ON j.id = s.job
  WHERE s.account = :account AND (j.visible_at IS NULL OR j.visible_at <= :now)`;

@Injectable()
export class SpendRepository {
  insert(writing: Writing, spend: Spend): void {
    writing.run(INSERT, {
      job: spend.job,
      account: spend.account,
      state: spend.state,
      events: JSON.stringify(spend.events),
      curve: JSON.stringify(curveToRecord(spend.curve)),
      mechanisms: JSON.stringify(spend.mechanisms),
      planFingerprint: spend.planFingerprint,
      versions: JSON.stringify(spend.versions),
      actor: spend.actor,
      project: spend.project,
      reservedAt: spend.reservedAt,
      openedAt: spend.openedAt,
      closedAt: null,
      previousHash: spend.previousHash,
      hash: spend.hash,
    });
  }

  /** The rows of one job, one per account it spends from. */
  byJob(reading: Reading, job: string): Spend[] {
    return reading.all<SpendRow>(BY_JOB, { job }).map(fromRow);
  }

  /** Every row, oldest first, in pages: the whole ledger never lies in memory. */
  *all(reading: Reading): Generator<Spend> {
    let after = 0;
    for (;;) {
      const page = reading.all<SpendRow>(PAGE, { after });
      for (const row of page) yield fromRow(row);
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.id;
    }
  }

  /** Where every spend stands, without what it says. */
  states(reading: Reading): { job: string; account: string; state: SpendState }[] {
    return reading.all(STATES);
  }

  /** Rows that moved to OPENED. */
  open(writing: Writing, job: string, at: Date): number {
    return writing.run(OPEN, { job, at: at.getTime() });
  }

  commit(writing: Writing, job: string, at: Date): number {
    return writing.run(COMMIT, { job, at: at.getTime() });
  }

  refund(writing: Writing, job: string, at: Date): number {
    return writing.run(REFUND, { job, at: at.getTime() });
  }

  /** Releases from an account that may be seen at `now`. */
  releases(reading: Reading, account: string, now: Date): number {
    return reading.get<{ count: number }>(RELEASES, { account, now: now.getTime() })?.count ?? 0;
  }
}

function fromRow(row: SpendRow): Spend {
  return {
    job: row.job,
    account: row.account,
    state: row.state,
    events: JSON.parse(row.events) as PrivacyEvent[],
    curve: curveFromRecord(CurveRecord.parse(JSON.parse(row.curve))),
    mechanisms: JSON.parse(row.mechanisms) as unknown,
    planFingerprint: row.plan_fingerprint,
    versions: JSON.parse(row.versions) as Record<string, string | number>,
    actor: row.actor,
    project: row.project,
    reservedAt: row.reserved_at,
    openedAt: row.opened_at,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
