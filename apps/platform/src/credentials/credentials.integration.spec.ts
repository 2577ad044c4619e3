import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMessage } from '@dq0/encryption';
import { aDefinition } from '../../testing/jobs/census.ts';
import { InMemoryJobRunner } from '../../testing/jobs/in-memory-job-runner.ts';
import { ADA, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import { PlatformKeys } from '../keys/platform-keys.ts';
import { ResultQueryHandler } from '../queries/result-query.handler.ts';
import { RunQueryHandler } from '../queries/run-query.handler.ts';
import { InfoRunHandler } from '../runs/info-run.handler.ts';
import { AddCredentialHandler } from './add-credential.handler.ts';
import { ListCredentialsHandler } from './list-credentials.handler.ts';
import { RemoveCredentialHandler } from './remove-credential.handler.ts';

let quarantine: Quarantine;
beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
});
afterEach(() => quarantine.end());

const CANARY = 'canary-of-a-password';
const USER = 'canary-of-a-role';
const OTHER = { ...OWNER, id: ADA.id };
const store = (changes: { password?: string; replace?: boolean } = {}, user = OWNER) =>
  quarantine.ask(AddCredentialHandler, user, {
    name: 'census-db',
    login: { user: USER, password: changes.password ?? CANARY },
    replace: changes.replace ?? false,
  });
const inDatabase = (changes: object = {}) =>
  aDefinition({
    connector: { type: 'postgresql', host: 'db', database: 'census', credential: 'census-db', ...changes },
  });
const publish = (definition: unknown = inDatabase(), user = OWNER) =>
  quarantine.ask(AddDatasetHandler, user, { definition, groups: ['data-scientist'] });

/** All bytes of the platform's folder. */
function stored(): string {
  const folder = path.dirname(quarantine.journalPath);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
  return files
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, 'latin1'))
    .join('\n');
}

describe('a credential', () => {
  it('has the data sets that are read with it in the audit rows about it', async () => {
    await store();
    expect(quarantine.lastAudit).toMatchObject({ object: 'census-db', facts: {} });
    await publish();
    const facts = { dataset: 'census', datasets: 'census' };
    await store({ replace: true });
    expect(quarantine.lastAudit).toEqual({ object: 'census-db', facts });
    const removing = quarantine.ask(RemoveCredentialHandler, OWNER, { name: 'census-db' });
    await expect(removing).rejects.toMatchObject({ code: 'CREDENTIAL_IN_USE' });
    expect(quarantine.lastAudit.facts).toEqual(facts);
  });

  it('is stored as only the service can read it', async () => {
    expect(await store()).toEqual({ credential: 'census-db', replaced: false });
    const bytes = stored();
    for (const secret of [CANARY, USER]) expect(bytes).not.toContain(secret);
    expect(bytes).toContain('census-db');
    const [row] = quarantine.rows<{ sealed: string }>('SELECT sealed FROM credentials');
    const opened = await openMessage(row?.sealed ?? '', {
      type: 'credential',
      sender: quarantine.get(PlatformKeys).identity,
      recipientIdentity: quarantine.service.key.thumbprint,
      keys: [quarantine.service.key],
    });
    expect(opened.body).toMatchObject({ owner: OWNER.id, login: { user: USER, password: CANARY } });
  });

  it('is renewed on wish only', async () => {
    await store();
    const [before] = quarantine.rows<{ sealed: string }>('SELECT sealed FROM credentials');
    await expect(store()).rejects.toMatchObject({ code: 'CREDENTIAL_EXISTS' });
    expect(await store({ password: 'another', replace: true })).toEqual({ credential: 'census-db', replaced: true });
    const rows = quarantine.rows<{ sealed: string }>('SELECT sealed FROM credentials');
    expect(rows).toHaveLength(1);
    expect(rows[0]).not.toEqual(before);
  });

  it('does not exist for another owner', async () => {
    await store();
    expect(await quarantine.ask(ListCredentialsHandler, OTHER, {})).toEqual({ credentials: [] });
    const unknown = { code: 'CREDENTIAL_UNKNOWN' };
    await expect(quarantine.ask(RemoveCredentialHandler, OTHER, { name: 'census-db' })).rejects.toMatchObject(unknown);
    await expect(quarantine.ask(RemoveCredentialHandler, OTHER, { name: 'nothing' })).rejects.toMatchObject(unknown);
    const detail = (name: string) => ({
      code: 'DATASET_INVALID',
      details: [
        {
          path: 'connector.credential',
          message: `expected a credential of yours; store it with: dq0 data credential add ${name}`,
          example: 'census-db',
        },
      ],
    });
    await expect(publish(inDatabase(), OTHER)).rejects.toMatchObject(detail('census-db'));
    await expect(publish(inDatabase({ credential: 'nothing' }))).rejects.toMatchObject(detail('nothing'));
  });

  it('stays as long as a data set is read with it', async () => {
    await store();
    await publish();
    expect((await quarantine.ask(ListCredentialsHandler, OWNER, {})).credentials).toMatchObject([
      { name: 'census-db', datasets: ['census'] },
    ]);
    await expect(quarantine.ask(RemoveCredentialHandler, OWNER, { name: 'census-db' })).rejects.toMatchObject({
      code: 'CREDENTIAL_IN_USE',
      details: [{ path: 'datasets', message: 'census' }],
    });
    await quarantine.ask(AddCredentialHandler, OWNER, {
      name: 'other',
      login: { user: 'a', password: 'b' },
      replace: false,
    });
    expect(await quarantine.ask(RemoveCredentialHandler, OWNER, { name: 'other' })).toEqual({ credential: 'other' });
  });

  it('goes out with the grant, sealed as it lies there, and not before', async () => {
    await store();
    await publish();
    expect(quarantine.service.grants).toEqual([]);
    const { job } = await quarantine.ask(RunQueryHandler, ADA, {
      dataset: 'census',
      sql: 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex',
      epsilon: 0.5,
      mock: false,
      fresh: true,
    });
    await expect.poll(() => quarantine.service.grants.length, { timeout: 10_000 }).toBe(1);
    const [row] = quarantine.rows<{ sealed: string }>('SELECT sealed FROM credentials');
    expect(quarantine.service.grants).toMatchObject([{ job, credential: row?.sealed }]);
    const bytes = stored();
    for (const secret of [CANARY, USER]) expect(bytes).not.toContain(secret);
  });
});

describe('a credential that is gone', () => {
  const forget = () => quarantine.unitOfWork.write((writing) => writing.run('DELETE FROM credentials', {}));
  const asked = async () => {
    const { job } = await quarantine.ask(RunQueryHandler, ADA, {
      dataset: 'census',
      sql: 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex',
      epsilon: 0.5,
      mock: false,
      fresh: true,
    });
    const told = await quarantine.ask(ResultQueryHandler, ADA, { job: job ?? '', waitSeconds: 20 });
    const { reason } = await quarantine.ask(InfoRunHandler, OWNER, { job: job ?? '' });
    const spends = quarantine.rows<{ state: string }>('SELECT state FROM spends');
    return { told, reason, spends };
  };

  it('before its data set is published keeps that from being published', async () => {
    await store();
    quarantine.service.ingest = () => {
      forget();
      return { ok: true, digests: { adult: 'a'.repeat(64) }, notes: [] };
    };
    await expect(publish()).rejects.toMatchObject({
      code: 'DATASET_INVALID',
      details: [expect.objectContaining({ path: 'connector.credential' }) as unknown],
    });
    expect(quarantine.rows('SELECT 1 FROM datasets')).toEqual([]);
  });

  it('afterwards ends a question at once: withheld and charged, with the reason for the owner', async () => {
    await store();
    await publish();
    forget();
    const { told, reason, spends } = await asked();
    expect(told).toMatchObject({ state: 'withheld', rows: [] });
    expect(JSON.stringify(told)).not.toContain('census-db');
    expect(reason).toBe('the credential census-db is gone; store it again with: dq0 data credential add census-db');
    expect(spends).toEqual([{ state: 'COMMITTED' }]);
    await expect.poll(() => quarantine.service.held.size).toBe(0);
    await store();
    expect((await asked()).told.state).toBe('released');
  });

  it('for the service, which cannot open it, ends a question at once in the same way', async () => {
    await store();
    await publish();
    InMemoryJobRunner.refuseGrants = 'it was not sealed to this service';
    const { told, reason, spends } = await asked();
    expect([told.state, reason, spends]).toEqual([
      'withheld',
      'it was not sealed to this service',
      [{ state: 'COMMITTED' }],
    ]);
    await expect.poll(() => quarantine.service.held.size).toBe(0);
  });
});

describe('a definition of a database', () => {
  it.each([
    [{ host: undefined }, 'connector.host'],
    [{ database: undefined }, 'connector.database'],
    [{ credential: undefined }, 'connector.credential'],
    [{ host: 'postgres://user:pw@db/x' }, 'connector.host'],
    [{ port: 0 }, 'connector.port'],
    [{ path: 'adult.data' }, 'connector.path'],
    [{ options: { header: true } }, 'connector.options.header'],
    [{ schema: 'a"b' }, 'connector.schema'],
    [{ type: 'mysql', schema: 'public' }, 'connector.schema'],
    [{ password: 'x' }, 'connector'],
  ])('with %j names what is wrong', async (changes, place) => {
    await store();
    await expect(publish(inDatabase(changes))).rejects.toMatchObject({
      code: 'DATASET_INVALID',
      details: [expect.objectContaining({ path: place }) as unknown],
    });
  });

  it('of which the service says that it cannot be used is not published', async () => {
    await store();
    quarantine.service.ingest = () => ({
      ok: false,
      trouble: 'SOURCE_UNREACHABLE',
      problems: [{ table: '', line: null, column: null, reason: 'connection refused' }],
    });
    await expect(publish()).rejects.toMatchObject({
      code: 'SOURCE_UNREACHABLE',
      details: [{ path: 'connector', message: 'connection refused' }],
    });
    expect(quarantine.rows('SELECT 1 FROM datasets')).toEqual([]);
  });
});
