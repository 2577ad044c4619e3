import { Injectable } from '@nestjs/common';
import { addToTotals, NOTHING, TotalsRecord, totalsFromRecord, totalsToRecord, type Totals } from '@dq0/accounting';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { Spend } from './spend.ts';
import type { QuotaSubject } from './quota.ts';

interface TotalRow {
  readonly spent: string;
}

const FIND = 'SELECT spent FROM actor_totals WHERE account = :account AND actor = :actor';
const SET = `INSERT INTO actor_totals (account, actor, spent) VALUES (:account, :actor, :spent)
  ON CONFLICT (account, actor) DO UPDATE SET spent = excluded.spent`;
const CLEAR = 'DELETE FROM actor_totals';
const OF_ONE = `SELECT spent FROM actor_totals
  WHERE actor = :subject AND account IN (SELECT value FROM json_each(:accounts))`;
const OF_GROUP = `SELECT t.spent FROM actor_totals t JOIN users u ON u.id = t.actor
  WHERE t.account IN (SELECT value FROM json_each(:accounts))
    AND (EXISTS (SELECT 1 FROM json_each(u.roles) WHERE value = :subject)
      OR EXISTS (SELECT 1 FROM group_members m WHERE m.user_id = u.id AND m.group_name = :subject))`;

@Injectable()
export class ActorTotalsRepository {
  find(reading: Reading, account: string, actor: string): Totals {
    const row = reading.get<TotalRow>(FIND, { account, actor });
    return row === undefined ? NOTHING : fromText(row.spent);
  }

  set(writing: Writing, account: string, actor: string, spent: Totals): void {
    writing.run(SET, { account, actor, spent: JSON.stringify(totalsToRecord(spent)) });
  }

  /** Of the person of a spend, and of its project. */
  change(
    writing: Writing,
    { account, actor, project }: Pick<Spend, 'account' | 'actor' | 'project'>,
    update: (spent: Totals) => Totals,
  ): void {
    for (const one of [actor, ...(project === null ? [] : [project])]) {
      this.set(writing, account, one, update(this.find(writing, account, one)));
    }
  }

  clear(writing: Writing): void {
    writing.run(CLEAR);
  }

  /** What a user, a project, or all users of a group together, spent from these accounts. */
  spentBy(reading: Reading, accounts: readonly string[], { kind, subject }: QuotaSubject): Totals {
    const rows = reading.all<TotalRow>(kind === 'group' ? OF_GROUP : OF_ONE, {
      subject,
      accounts: JSON.stringify(accounts),
    });
    return rows.reduce<Totals>((sum, { spent }) => addToTotals(sum, fromText(spent)), NOTHING);
  }
}

function fromText(text: string): Totals {
  return totalsFromRecord(TotalsRecord.parse(JSON.parse(text)));
}
