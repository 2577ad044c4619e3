import { Injectable } from '@nestjs/common';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { Quota } from './quota.ts';

const INSERT = `INSERT INTO quotas (account, kind, subject, share, set_by, set_at)
  VALUES (:account, :kind, :subject, :share, :setBy, :setAt)`;
const NEWEST = `SELECT kind, subject, share FROM quotas
  WHERE id IN (SELECT max(id) FROM quotas WHERE account IN (SELECT value FROM json_each(:accounts)) GROUP BY kind, subject) AND share < 1
  ORDER BY kind, subject`;
const USER_ID = `SELECT id FROM users WHERE email = :email AND state = 'approved'`;
const USER_EMAIL = 'SELECT email FROM users WHERE id = :id';

@Injectable()
export class QuotaRepository {
  insert(writing: Writing, account: string, quota: Quota, by: string, at: Date): void {
    writing.run(INSERT, { account, ...quota, setBy: by, setAt: at.getTime() });
  }

  /** Quotas that hold on an account; those of accounts that were joined into it go on. */
  of(reading: Reading, accounts: readonly string[]): Quota[] {
    return reading.all<Quota>(NEWEST, { accounts: JSON.stringify(accounts) });
  }

  /** Id of an approved user. */
  userId(reading: Reading, email: string): string | undefined {
    return reading.get<{ id: string }>(USER_ID, { email })?.id;
  }

  userEmail(reading: Reading, id: string): string | undefined {
    return reading.get<{ email: string }>(USER_EMAIL, { id })?.email;
  }
}
