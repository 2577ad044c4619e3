import { Injectable } from '@nestjs/common';
import {
  AccountTermsRecord,
  termsFromRecord,
  termsToRecord,
  TotalsRecord,
  totalsFromRecord,
  totalsToRecord,
  type Totals,
} from '@dq0/accounting';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { Account, UnitKind } from './account.ts';

interface AccountRow {
  readonly name: string;
  readonly entity: string;
  readonly unit_kind: UnitKind;
  readonly terms: string;
  readonly spent: string;
  readonly head: string;
  readonly closed: string | null;
}

const COLUMNS = 'name, entity, unit_kind, terms, spent, head, closed';
const SELECT = `SELECT ${COLUMNS} FROM accounts WHERE name = :name`;
const SELECT_ALL = `SELECT ${COLUMNS} FROM accounts ORDER BY name`;
const INSERT = `INSERT INTO accounts (${COLUMNS}, created_at)
  VALUES (:name, :entity, :unitKind, :terms, :spent, :head, :closed, :createdAt)`;
const UPDATE_SPENT = `UPDATE accounts SET spent = :spent WHERE name = :name`;
const UPDATE_HEAD = `UPDATE accounts SET head = :head WHERE name = :name`;
const CLOSE = `UPDATE accounts SET closed = :reason WHERE name = :name AND closed IS NULL`;

@Injectable()
export class AccountRepository {
  find(reading: Reading, name: string): Account | undefined {
    const row = reading.get<AccountRow>(SELECT, { name });
    return row && fromRow(row);
  }

  all(reading: Reading): Account[] {
    return reading.all<AccountRow>(SELECT_ALL).map(fromRow);
  }

  insert(writing: Writing, account: Account, createdAt: Date): void {
    writing.run(INSERT, {
      name: account.name,
      entity: account.entity,
      unitKind: account.unitKind,
      terms: JSON.stringify(termsToRecord(account.terms)),
      spent: JSON.stringify(totalsToRecord(account.spent)),
      head: account.head,
      closed: account.closed,
      createdAt: createdAt.getTime(),
    });
  }

  setSpent(writing: Writing, name: string, spent: Totals): void {
    writing.run(UPDATE_SPENT, { name, spent: JSON.stringify(totalsToRecord(spent)) });
  }

  setHead(writing: Writing, name: string, head: string): void {
    writing.run(UPDATE_HEAD, { name, head });
  }

  /** False when it was closed already. */
  close(writing: Writing, name: string, reason: string): boolean {
    return writing.run(CLOSE, { name, reason }) === 1;
  }
}

function fromRow(row: AccountRow): Account {
  return {
    name: row.name,
    entity: row.entity,
    unitKind: row.unit_kind,
    terms: termsFromRecord(AccountTermsRecord.parse(JSON.parse(row.terms))),
    spent: totalsFromRecord(TotalsRecord.parse(JSON.parse(row.spent))),
    head: row.head,
    closed: row.closed,
  };
}
