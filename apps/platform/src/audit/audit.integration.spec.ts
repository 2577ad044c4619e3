import type { AuditRow } from '@dq0/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../testing/fake-clock.ts';
import { putDataset, putUser } from '../../testing/rows.ts';
import { temporaryDatabase, type TemporaryDatabase } from '../../testing/temporary-database.ts';
import type { CallingUser } from '../operations/handler.ts';
import type { PoliciesService } from '../policies/policies.service.ts';
import { AuditReader } from './audit-reader.ts';
import { AuditRepository } from './audit.repository.ts';
import { AuditService } from './audit.service.ts';
import { CHAIN_START, chainHash } from './chain-hash.ts';
import { ChainVerifier } from './chain-verifier.ts';

let database: TemporaryDatabase;
let audit: AuditService;
let verifier: ChainVerifier;
const rows = new AuditRepository();

beforeEach(async () => {
  database = await temporaryDatabase();
  audit = new AuditService(new FakeClock(), rows);
  verifier = new ChainVerifier(database.unitOfWork, rows);
});
afterEach(() => database.remove());

const entry = {
  actor: 'ada@example.org',
  action: 'query:run',
  object: null,
  outcome: 'done',
  facts: { dataset: 'census' },
};
const append = (): string => database.unitOfWork.write((writing) => audit.append(writing, entry));
const all = (): AuditRow[] => database.unitOfWork.read((reading) => rows.after(reading, 0, 100));

/** Changes rows as somebody with the file and a tool would. */
function meddle(sql: string): void {
  database.unitOfWork.write((writing) => {
    for (const trigger of ['audit_unchanged', 'audit_kept']) writing.run(`DROP TRIGGER IF EXISTS ${trigger}`);
    writing.run(sql);
  });
}

describe('the audit chain', () => {
  it('links every row to the one before it, and hashes what it says', () => {
    append();
    append();
    const [first, second] = all();
    expect(first).toMatchObject({ number: 1, previous: CHAIN_START, ...entry });
    expect(second?.previous).toBe(first?.hash);
    const { hash, ...said } = second!;
    expect(chainHash(said)).toBe(hash);
    expect(first?.salt).not.toBe(second?.salt);
  });

  it('is verified from the first row to the head', () => {
    for (let count = 0; count < 7; count += 1) append();
    expect(verifier.verify()).toEqual({ number: 7, hash: all()[6]?.hash });
  });

  it.each([
    ['edited', `UPDATE audit SET actor = 'nobody' WHERE number = 2`, 'rows.2'],
    ['deleted', 'DELETE FROM audit WHERE number = 2', 'rows.2'],
    ['cut off at the beginning', 'DELETE FROM audit WHERE number = 1', 'rows.1'],
    ['re-salted', `UPDATE audit SET salt = '${'0'.repeat(32)}' WHERE number = 3`, 'rows.3'],
  ])('shows where a row was %s', (_what, sql, path) => {
    for (let count = 0; count < 4; count += 1) append();
    meddle(sql);
    const broken = { code: 'AUDIT_BROKEN', details: [expect.objectContaining({ path })] };
    expect(() => verifier.verify()).toThrow(expect.objectContaining(broken));
  });

  it('can be neither changed nor cut by a program that asks the database', () => {
    append();
    const attempt = (sql: string) => () => database.unitOfWork.write((writing) => writing.run(sql));
    expect(attempt(`UPDATE audit SET actor = 'nobody'`)).toThrow('append-only');
    expect(attempt('DELETE FROM audit')).toThrow('append-only');
  });

  it('leaves no row of what was rolled back', () => {
    const work = (): unknown =>
      database.unitOfWork.write((writing) => {
        audit.append(writing, entry);
        throw new Error('the effect failed');
      });
    expect(work).toThrow('the effect failed');
    expect(all()).toEqual([]);
  });

  it('gives an owner the rows about their data sets and about what they did, and no others', () => {
    database.unitOfWork.write((writing) => {
      putUser(writing, 'owner');
      putUser(writing, 'other');
      putDataset(writing, 'census', 'owner');
      putDataset(writing, 'trips', 'other');
      for (const facts of [{ dataset: 'census' }, { dataset: 'trips' }, {}]) audit.append(writing, { ...entry, facts });
      audit.append(writing, { ...entry, actor: 'other@example.org', action: 'credential:add', facts: {} });
    });
    const user = (id: string) => ({ id, email: `${id}@example.org` });
    const ofOwner = (owner: string, range = { after: 0, upTo: 100 }): number[] =>
      database.unitOfWork.read((reading) => rows.ofOwner(reading, user(owner), range)).map(({ number }) => number);
    expect([ofOwner('owner'), ofOwner('other'), ofOwner('nobody')]).toEqual([[1], [2, 4], []]);
    expect(ofOwner('other', { after: 2, upTo: 3 })).toEqual([]);
    const scoped = { decide: () => ({ scope: 'own' }) } as unknown as PoliciesService;
    const reader = new AuditReader(database.unitOfWork, scoped, rows);
    const page = { after: 0, limit: 100 };
    const read = reader.upTo(100, user('owner') as CallingUser, page);
    expect(reader.upTo(2, user('owner') as CallingUser, page)).toEqual(read.slice(0, 2));
    expect(read.map((row) => Object.keys(row).length > 3)).toEqual([true, false, false, false]);
    expect(JSON.stringify(read)).not.toContain('trips');
    expect(read.map(({ hash }) => hash)).toEqual(all().map(({ hash }) => hash));
  });

  it('is followed by what its rows name, newest first, page by page, within what the reader may see', () => {
    database.unitOfWork.write((writing) => {
      putUser(writing, 'owner');
      putUser(writing, 'other');
      putDataset(writing, 'census', 'owner');
      putDataset(writing, 'trips', 'other');
      for (const dataset of ['census', 'trips', 'census', 'census-2']) {
        audit.append(writing, {
          ...entry,
          object: `job of ${dataset}`,
          facts: { dataset, datasets: `${dataset} more` },
        });
      }
    });
    const reader = (scope: string) =>
      new AuditReader(
        database.unitOfWork,
        { decide: () => ({ permit: true, scope }) } as unknown as PoliciesService,
        rows,
      );
    const user = { id: 'owner', email: 'owner@example.org', roles: [], groups: [] };
    const found = (scope: string, about?: string, limit = 50, before?: number) => {
      const more = { ...(about === undefined ? {} : { about }), ...(before === undefined ? {} : { before }) };
      const { rows: listed, next } = reader(scope).list(user, { limit, ...more });
      return [listed.map(({ number }) => number), next];
    };
    expect(found('all')).toEqual([[4, 3, 2, 1], null]);
    expect(found('all', 'census')).toEqual([[3, 1], null]);
    expect(found('all', 'more')).toEqual([[4, 3, 2, 1], null]);
    expect(found('all', 'mor')).toEqual([[], null]);
    expect(found('all', 'job of trips')).toEqual([[2], null]);
    expect(found('all', 'census', 1)).toEqual([[3], 3]);
    expect(found('all', 'census', 1, 3)).toEqual([[1], null]);
    expect(found('own-datasets', 'trips')).toEqual([[], null]);
    expect(found('own-datasets')).toEqual([[3, 1], null]);
    const trips = all()[1]?.auditId ?? '';
    expect(reader('all').show(user, { auditId: trips }).row.number).toBe(2);
    expect(() => reader('own-datasets').show(user, { auditId: trips })).toThrow('No such row');
  });
});
