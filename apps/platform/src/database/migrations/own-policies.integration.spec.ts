import Database from 'better-sqlite3';
import { formToText, textToForm } from '@dq0/permissions';
import type { QueryRunner } from 'typeorm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OwnPolicies1795996800006 } from './0006-own-policies.ts';

let database: Database.Database;
const migration = new OwnPolicies1795996800006();
const runner = { query: (sql: string) => Promise.resolve(database.exec(sql)) } as unknown as QueryRunner;

/** The tables as they were before: what `down` leaves. */
beforeEach(async () => {
  database = new Database(':memory:');
  database.exec("CREATE TABLE users (id TEXT PRIMARY KEY) STRICT; INSERT INTO users VALUES ('owner')");
  database.exec('CREATE TABLE own_policies (id TEXT) STRICT');
  await migration.down(runner);
});
afterEach(() => database.close());

const grant = (version: number, group: string, until: number | null = null, dataset = 'census'): void => {
  database
    .prepare('INSERT INTO policies VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .run(version, `grant-${version}`, `id-of-${dataset}`, dataset, group, until, 'owner', 5);
};
const migrated = async (): Promise<{ version: number; name: string; text: string; dataset: string }[]> => {
  await migration.up(runner);
  return database.prepare<[], never>('SELECT version, name, text, dataset FROM own_policies ORDER BY version').all();
};

it('makes of each grant the policy that the form writes, with the version it had', async () => {
  const until = Date.parse('2026-12-31T23:59:59.500Z');
  grant(2, 'data-scientist');
  grant(3, 'auditor', until);
  grant(5, 'data-scientist', null, 'survey');
  const rows = await migrated();
  const expected = [
    [2, 'census', 'data-scientist', null],
    [3, 'census', 'auditor', new Date(until).toISOString()],
    [5, 'survey', 'data-scientist', null],
  ] as const;
  expect(rows).toEqual(
    expected.map(([version, dataset, group, end]) => ({
      version,
      name: group,
      dataset,
      text: formToText({ group, epsilon: null, purpose: null, until: end, share: null }, { dataset, name: group }),
    })),
  );
});

it('keeps every grant of a group: they add up', async () => {
  grant(2, 'data-scientist', 1000);
  grant(3, 'data-scientist');
  const rows = await migrated();
  expect(rows.map(({ name }) => name)).toEqual(['data-scientist', 'data-scientist-2']);
  expect(rows.map(({ text }) => textToForm(text, 'census')?.until)).toEqual(['1970-01-01T00:00:01.000Z', null]);
});

it('lets nothing of the history be changed', async () => {
  grant(2, 'data-scientist');
  await migrated();
  expect(() => database.exec('DELETE FROM own_policies')).toThrow(/append-only/);
  expect(() => database.exec('UPDATE own_policies SET text = NULL')).toThrow(/append-only/);
});
