import Database from 'better-sqlite3';
import type { QueryRunner } from 'typeorm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Budgets1795910400003 } from './0003-budgets.ts';
import { Projects1796083200011 } from './0011-projects.ts';
import { JOB_TABLES, LEDGER_TABLES } from './jobs-schema.ts';

let database: Database.Database;
const runner = { query: (sql: string) => Promise.resolve(database.exec(sql)) } as unknown as QueryRunner;

/** A ledger from before there were projects, with a part of an account and a spend. */
beforeEach(async () => {
  database = new Database(':memory:');
  database.pragma('foreign_keys = ON');
  database.exec('CREATE TABLE users (id TEXT PRIMARY KEY) STRICT; CREATE TABLE datasets (id TEXT PRIMARY KEY) STRICT');
  for (const table of [...LEDGER_TABLES, ...JOB_TABLES]) database.exec(table);
  await new Budgets1795910400003().up(runner);
  database.exec("INSERT INTO accounts VALUES ('us', 'person', 'row', '{}', '{}', '', NULL, 0)");
  database.exec(`INSERT INTO quotas (account, kind, subject, share, set_by, set_at)
    VALUES ('us', 'user', 'ada', 0.5, 'owner', 1), ('us', 'group', 'auditor', 0.25, 'owner', 2)`);
  database.exec(`INSERT INTO spends (job, account, state, events, curve, mechanisms, plan_fingerprint, versions, actor,
    reserved_at, previous_hash, hash) VALUES ('j', 'us', 'RESERVED', '[]', '{}', '[]', 'f', '{}', 'ada', 1, '', 'h')`);
});
afterEach(() => database.close());

const quotas = () => database.prepare('SELECT id, account, kind, subject, share, set_by, set_at FROM quotas').all();

it('keeps the parts of accounts, in their order, and lets none be removed', async () => {
  const before = quotas();
  await new Projects1796083200011().up(runner);
  expect(quotas()).toEqual(before);
  const set = "INSERT INTO quotas (account, kind, subject, share, set_by, set_at) VALUES ('us', ";
  database.exec(`${set}'project', 'ada@example.org/churn', 0.5, 'owner', 3)`);
  expect(quotas().at(-1)).toMatchObject({ id: 3, kind: 'project' });
  expect(() => database.exec(`${set}'planet', 'x', 0.5, 'owner', 3)`)).toThrow(/CHECK/);
  expect(() => database.exec('DELETE FROM quotas')).toThrow(/replaced by a newer one/);
});

it('leaves what was spent before without a project, for good', async () => {
  await new Projects1796083200011().up(runner);
  expect(database.prepare('SELECT project FROM spends').all()).toEqual([{ project: null }]);
  expect(() => database.exec("UPDATE spends SET project = 'x@example.org/y'")).toThrow(/never changes/);
});
