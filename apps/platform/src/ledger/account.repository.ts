import { Injectable } from '@nestjs/common';
import {
  AccountTermsRecord,
  addToTotals,
  termsFromRecord,
  termsToRecord,
  TotalsRecord,
  totalsFromRecord,
  totalsToRecord,
  type Totals,
} from '@dq0/accounting';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { Account, AccountJoin, UnitKind } from './account.ts';

interface AccountRow {
  readonly name: string;
  readonly entity: string;
  readonly unit_kind: UnitKind;
  readonly terms: string;
  readonly spent: string;
  readonly head: string;
  readonly closed: string | null;
}

export interface JoinRow extends Pick<AccountJoin, 'by' | 'at'> {
  readonly predecessor: string;
  readonly account: string;
}

const COLUMNS = 'name, entity, unit_kind, terms, spent, head, closed';
const SELECT = `SELECT ${COLUMNS} FROM accounts WHERE name = :name`;
const SELECT_ALL = `SELECT ${COLUMNS} FROM accounts ORDER BY name`;
const INSERT = `INSERT INTO accounts (${COLUMNS}, created_at)
  VALUES (:name, :entity, :unitKind, :terms, :spent, :head, :closed, :createdAt)`;
const UPDATE_SPENT = `UPDATE accounts SET spent = :spent WHERE name = :name`;
const UPDATE_HEAD = `UPDATE accounts SET head = :head WHERE name = :name`;
const SUCCESSOR = 'SELECT account FROM account_joins WHERE predecessor = :name';
const JOINS = `SELECT predecessor, account, joined_by AS "by", joined_at AS "at" FROM account_joins
  ORDER BY joined_at, account, predecessor`;
const DATASETS = `SELECT name FROM datasets WHERE account IN (SELECT value FROM json_each(:accounts)) ORDER BY name`;
const OWNER = `SELECT owner_id FROM datasets WHERE account IN (SELECT value FROM json_each(:accounts))
  ORDER BY created_at, rowid LIMIT 1`;
const PREDECESSORS = `WITH RECURSIVE before (name) AS (
    SELECT predecessor FROM account_joins WHERE account = :name
    UNION SELECT j.predecessor FROM account_joins j JOIN before b ON j.account = b.name
  ) SELECT name FROM before ORDER BY name`;
const INSERT_JOIN = `INSERT INTO account_joins (predecessor, account, joined_by, joined_at)
  VALUES (:predecessor, :account, :by, :at) ON CONFLICT (predecessor) DO NOTHING`;
const CREATED_AT = 'SELECT created_at FROM accounts WHERE name = :name';
const CLOSE = `UPDATE accounts SET closed = :reason WHERE name = :name AND closed IS NULL`;

@Injectable()
export class AccountRepository {
  find(reading: Reading, name: string): Account | undefined {
    const row = reading.get<AccountRow>(SELECT, { name });
    return row && this.#withJoined(reading, fromRow(row));
  }

  all(reading: Reading): Account[] {
    return reading.all<AccountRow>(SELECT_ALL).map((row) => this.#withJoined(reading, fromRow(row)));
  }

  /** What this account was joined into, one step on. */
  successor(reading: Reading, name: string): string | undefined {
    return reading.get<{ account: string }>(SUCCESSOR, { name })?.account;
  }

  /** Every join, oldest first, one row for each account that was joined. */
  joins(reading: Reading): JoinRow[] {
    return reading.all<JoinRow>(JOINS);
  }

  /** Id of the user who published the first data set on an account or on what it became; undefined before that. */
  owner(reading: Reading, name: string): string | undefined {
    const accounts = JSON.stringify(this.family(reading, this.liveName(reading, name)));
    return reading.get<{ owner_id: string }>(OWNER, { accounts })?.owner_id;
  }

  /** Names of the data sets that spend from an account or from one joined into it. */
  datasets(reading: Reading, account: string): string[] {
    const accounts = JSON.stringify(this.family(reading, account));
    return reading.all<{ name: string }>(DATASETS, { accounts }).map(({ name }) => name);
  }

  /** The account that this one's spends go to now: itself, or what it was joined into. */
  liveName(reading: Reading, name: string): string {
    const successor = this.successor(reading, name);
    return successor === undefined ? name : this.liveName(reading, successor);
  }

  /** Names of an account and of those that were joined into it. */
  family(reading: Reading, name: string): string[] {
    return [name, ...this.predecessors(reading, name)];
  }

  /** Accounts that were joined into this one, over any number of steps. */
  predecessors(reading: Reading, name: string): string[] {
    return reading.all<{ name: string }>(PREDECESSORS, { name }).map((row) => row.name);
  }

  /** Again is harmless. */
  insertJoin(writing: Writing, predecessor: string, account: string, { by, at }: Pick<AccountJoin, 'by' | 'at'>): void {
    writing.run(INSERT_JOIN, { predecessor, account, by, at });
  }

  /** Milliseconds since 1970. */
  createdAt(reading: Reading, name: string): number | undefined {
    return reading.get<{ created_at: number }>(CREATED_AT, { name })?.created_at;
  }

  insert(writing: Writing, account: Account, createdAt: Date): void {
    writing.run(INSERT, {
      name: account.name,
      entity: account.entity,
      unitKind: account.unitKind,
      terms: JSON.stringify(termsToRecord(account.terms)),
      spent: JSON.stringify(totalsToRecord(account.own)),
      head: account.head,
      closed: account.closed,
      createdAt: createdAt.getTime(),
    });
  }

  /** Sets the totals of the account's own rows. */
  setSpent(writing: Writing, name: string, own: Totals): void {
    writing.run(UPDATE_SPENT, { name, spent: JSON.stringify(totalsToRecord(own)) });
  }

  setHead(writing: Writing, name: string, head: string): void {
    writing.run(UPDATE_HEAD, { name, head });
  }

  /** False when it was closed already. */
  close(writing: Writing, name: string, reason: string): boolean {
    return writing.run(CLOSE, { name, reason }) === 1;
  }

  #withJoined(reading: Reading, account: Account): Account {
    const spent = this.predecessors(reading, account.name).reduce((sum, name) => {
      const row = reading.get<AccountRow>(SELECT, { name });
      return row === undefined ? sum : addToTotals(sum, fromRow(row).own);
    }, account.own);
    return { ...account, spent };
  }
}

function fromRow(row: AccountRow): Account {
  const own = totalsFromRecord(TotalsRecord.parse(JSON.parse(row.spent)));
  return {
    name: row.name,
    entity: row.entity,
    unitKind: row.unit_kind,
    terms: termsFromRecord(AccountTermsRecord.parse(JSON.parse(row.terms))),
    spent: own,
    own,
    head: row.head,
    closed: row.closed,
  };
}
