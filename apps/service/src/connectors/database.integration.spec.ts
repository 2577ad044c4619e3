import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DatasetDefinitionInput, JobOrder } from '@dq0/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OWNER, postgresqlPrograms, TestPostgresql } from '../../test/test-postgresql.ts';
import type { TestPlatform } from '../../test/test-platform.ts';
import { censusDefinition, TestQuarantine } from '../../test/test-quarantine.ts';

const programs = postgresqlPrograms();
const reader = { user: 'reader', password: 'the canary of the reader' };
let database: TestPostgresql;
let quarantine: TestQuarantine;
let platform: TestPlatform;

/** Where no PostgreSQL is (Debian: apt install postgresql) these are counted as skipped. */
describe.skipIf(programs === undefined)('a data set in PostgreSQL', () => {
  beforeAll(async () => {
    await TestQuarantine.buildRuntimes();
    database = new TestPostgresql(programs ?? '');
    await database.start();
    database.sql(`CREATE ROLE reader LOGIN PASSWORD '${reader.password}'`);
    database.sql('CREATE TABLE people (id int PRIMARY KEY, age int, name text, note text)');
    database.sql("INSERT INTO people SELECT i, i, 'n' || i, 'secret' FROM generate_series(1, 100) i");
    database.sql('GRANT SELECT (id, age, name) ON people TO reader');
    quarantine = new TestQuarantine({ DQ0_SERVICE_FETCH_SECONDS: '5' });
    await quarantine.startRedis();
    await quarantine.startService();
    platform = await quarantine.platform();
    await platform.introduce();
  }, 300_000);
  afterAll(async () => {
    await platform.close();
    await quarantine.close();
    await database.remove();
  });

  type Columns = DatasetDefinitionInput['tables'][string]['columns'];
  const columns: Columns = { id: { type: 'integer' }, age: { type: 'integer' }, name: { type: 'string' } };
  const people = (changes: object = {}, connector: object = {}, table: object = {}): DatasetDefinitionInput => ({
    ...censusDefinition(),
    name: 'people',
    connector: {
      type: 'postgresql',
      host: '127.0.0.1',
      port: database.port,
      database: 'postgres',
      credential: 'people-db',
      ...connector,
    },
    tables: { people: { unit: { kind: 'row' }, maxUnits: 1000, columns, ...table } },
    ...changes,
  });
  const publish = async (definition: DatasetDefinitionInput, login: object = reader): Promise<unknown> =>
    (await platform.ingest(definition, await platform.sealLogin(login, 'people-db'))).json();
  const refused = (trouble: string, ...reasons: string[]): object => ({
    ok: false,
    trouble,
    problems: reasons.map(
      (reason) => expect.objectContaining({ reason: expect.stringContaining(reason) as string }) as object,
    ),
  });
  const order = (sql: string, changes: Partial<JobOrder['plan']['statements'][number]> = {}): Promise<JobOrder> =>
    platform.makeOrder({ do: 'sizes' }, { dataset: 'people' }).then((made) => ({
      ...made,
      plan: {
        ...made.plan,
        dataset: 'people',
        statements: [
          {
            name: 'counts',
            dialect: 'postgresql' as const,
            tables: ['people'],
            sql,
            parameters: [],
            result: [{ name: 'a0', type: 'integer' as const }],
            ...changes,
          },
        ],
      },
    }));
  const runToEnd = async (made: JobOrder): Promise<unknown> => {
    const credential = await platform.sealLogin(reader, 'people-db');
    await platform.put(made);
    await platform.enqueue(made);
    await platform.event(made, 'picked');
    const sealed = await platform.seal(made, { credential });
    expect((await platform.send('PUT', `/jobs/${made.job}/1/grant`, { sealed })).status).toBe(204);
    return platform.event(made, 'finished', 'failed');
  };
  const count = 'SELECT count(*) AS a0 FROM public.people WHERE age > 40';

  it('is refused with the whole reason where it does not fit', async () => {
    expect(await publish(people({}, { port: 1 }))).toEqual(refused('SOURCE_UNREACHABLE', 'refused'));
    expect(await publish(people({}, { host: 'no.such.host.invalid' }))).toEqual(
      refused('SOURCE_UNREACHABLE', 'no.such'),
    );
    expect(await publish(people(), { ...reader, password: 'wrong' })).toEqual(
      refused('SOURCE_LOGIN', 'authentication'),
    );
    expect(await publish(people({}, { database: 'nothing' }))).toEqual(
      refused('SOURCE_MISMATCH', 'no database nothing'),
    );
    expect(await publish(people({}, {}, { source: 'nothing' }))).toEqual(refused('SOURCE_MISMATCH', 'public.nothing'));
    const odd: Columns = { ID: { type: 'integer' }, age: { type: 'date' }, note: { type: 'string' } };
    expect(await publish(people({}, {}, { columns: odd, keys: [['age']] }))).toEqual(
      refused(
        'SOURCE_MISMATCH',
        'there is id',
        'Declared date, but it is int4',
        'No unique constraint',
        'may not SELECT',
      ),
    );
    expect(await publish(people({}, {}, { columns: { note: { type: 'string' } } }))).toEqual(
      refused('SOURCE_RIGHTS', 'may not SELECT'),
    );
    expect(await publish(people(), { ...reader, tls: { mode: 'require' } })).toEqual(
      refused('SOURCE_UNREACHABLE', 'SSL'),
    );
  });

  it('is refused with a credential that was not sealed for it', async () => {
    const other = await platform.ingest(people(), await platform.sealLogin(reader, 'another'));
    expect([other.status, (other.json() as { code: string }).code]).toEqual([403, 'CREDENTIAL_UNREADABLE']);
    const ofAnother = await platform.ingest(people(), await platform.sealLogin(reader, 'people-db', 'another owner'));
    expect([ofAnother.status, (ofAnother.json() as { code: string }).code]).toEqual([403, 'CREDENTIAL_UNREADABLE']);
    expect((await platform.ingest(people())).status).toBe(403);
    expect((await platform.ingest(people(), 'nonsense')).status).toBe(403);
  });

  it('is published once it fits, with a word about rights that are not needed', async () => {
    expect(await publish(people({ name: 'owned' }), OWNER)).toMatchObject({
      ok: true,
      notes: [{ reason: expect.stringContaining('could also change tables') as string }],
    });
    const definition = people({}, {}, { keys: [['id']] });
    const credential = await platform.sealLogin(reader, 'people-db');
    const first = (await platform.ingest(definition, credential)).json();
    expect(first).toMatchObject({ ok: true, notes: [] });
    expect((await platform.ingest(definition, credential)).json()).toEqual(first);
  });

  it('is asked in the database, after the grant only', async () => {
    const made = await order(count);
    await platform.put(made);
    await platform.enqueue(made);
    await platform.event(made, 'picked');
    const without = await platform.send('PUT', `/jobs/${made.job}/1/grant`, { sealed: await platform.seal(made) });
    expect([without.status, without.json()]).toMatchObject([403, { code: 'CREDENTIAL_UNREADABLE' }]);
    const ofAnother = await platform.sealLogin(reader, 'people-db', 'another owner');
    const refused = await platform.seal(made, { credential: ofAnother });
    expect((await platform.send('PUT', `/jobs/${made.job}/1/grant`, { sealed: refused })).status).toBe(403);
    const sealed = await platform.seal(made, { credential: await platform.sealLogin(reader, 'people-db') });
    expect((await platform.send('PUT', `/jobs/${made.job}/1/grant`, { sealed })).status).toBe(204);
    const last = await platform.event(made, 'finished', 'failed');
    expect(last.type === 'finished' && (await platform.file(last))).toEqual({ counts: expect.any(Number) as number });
  });

  it.each([
    ['writes', 'INSERT INTO public.people (id) VALUES (999) RETURNING id AS a0', 'ReadOnlySqlTransaction'],
    ['holds two statements', 'SELECT 1; SELECT 2', 'SyntaxError'],
    ['takes too long', 'SELECT pg_sleep(60) IS NULL', 'QueryCanceled'],
    ['fails on a row', "SELECT (name || 'x')::int FROM public.people", 'InvalidTextRepresentation'],
  ])('a statement that %s fails with its kind, and no value', async (_, sql, kind) => {
    const last = await runToEnd(await order(sql));
    expect(last).toMatchObject({ type: 'failed', reason: expect.stringContaining(kind) as string });
    expect(JSON.stringify(last)).not.toMatch(/n\d+x/);
  });

  it('fails with the whole reason when the source has changed', async () => {
    database.sql('ALTER TABLE people ALTER age TYPE text');
    expect(await runToEnd(await order(count))).toMatchObject({
      reason: expect.stringContaining('it is text') as string,
    });
    database.sql('ALTER TABLE people ALTER age TYPE int USING age::int');
    database.sql('ALTER TABLE people DROP CONSTRAINT people_pkey');
    expect(await runToEnd(await order(count))).toMatchObject({
      reason: expect.stringContaining('No unique') as string,
    });
    database.sql('ALTER TABLE people ADD PRIMARY KEY (id)');
    database.sql('REVOKE SELECT ON people FROM reader');
    expect(await runToEnd(await order(count))).toMatchObject({
      reason: expect.stringContaining('SOURCE_RIGHTS') as string,
    });
    database.sql('GRANT SELECT (id, age, name) ON people TO reader');
    await database.stop();
    expect(await runToEnd(await order(count))).toMatchObject({
      reason: expect.stringContaining('SOURCE_UNREACHABLE') as string,
    });
    await database.resume();
    expect(await runToEnd(await order(count))).toMatchObject({ type: 'finished' });
  });

  it('has a plan of its own kind', async () => {
    const last = await runToEnd(await order(count, { dialect: 'duckdb' }));
    expect(last).toMatchObject({ type: 'failed', reason: 'The plan was made for another kind of source.' });
  });

  it('leaves no password on the disk or in the log', () => {
    const { home } = quarantine.config;
    const files = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));
    expect(files.filter((bytes) => bytes.includes(reader.password))).toEqual([]);
    expect(quarantine.logs.join('')).not.toContain(reader.password);
    // The positive control: what is not secret is found there.
    expect(files.some((bytes) => bytes.includes('people-db'))).toBe(true);
  });
});
