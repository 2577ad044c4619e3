import { DatasetDefinition, type IngestionAnswer } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aDefinition } from '../../testing/jobs/census.ts';
import { ADA, BOB, EVE, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { PlanQueryHandler } from '../queries/plan-query.handler.ts';
import { AddDatasetHandler } from './add-dataset.handler.ts';
import { BudgetDatasetHandler } from './budget-dataset.handler.ts';
import { ExportDatasetHandler } from './export-dataset.handler.ts';
import { InfoDatasetHandler } from './info-dataset.handler.ts';
import { ListDatasetsHandler } from './list-datasets.handler.ts';
import { PreparingService } from './preparing.service.ts';
import { SampleDatasetHandler } from './sample-dataset.handler.ts';

let quarantine: Quarantine;
beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
});
afterEach(() => quarantine.end());

const add = (definition: unknown = aDefinition(), groups: string[] = ['data-scientist']) =>
  quarantine.ask(AddDatasetHandler, OWNER, { definition, groups });
const names = async (user: typeof ADA): Promise<string[]> =>
  (await quarantine.ask(ListDatasetsHandler, user, {})).datasets.map(({ name }) => name);
const nothingPublished = (): void => {
  for (const table of ['datasets', 'data_versions', 'accounts', 'own_policies']) {
    expect(quarantine.rows(`SELECT 1 FROM ${table}`)).toEqual([]);
  }
  expect([...quarantine.service.ingested]).toEqual([]);
};

describe('publishing', () => {
  it('makes the data set, its account and its grant', async () => {
    expect(await add()).toEqual({
      dataset: 'census',
      state: 'published',
      since: null,
      dataVersion: 1,
      metadataVersion: 1,
      account: 'us-1994',
      notes: [],
    });
    expect(await names(ADA)).toEqual(['census']);
    const budget = await quarantine.ask(BudgetDatasetHandler, ADA, { dataset: 'census' });
    expect(budget).toEqual({
      account: 'us-1994',
      epsilon: 10,
      delta: 1e-6,
      used: 0,
      left: 1,
      epsilonSpent: 0,
      releases: 0,
    });
  });

  it('tells the owner what queries will refuse, and what was read as NULL', async () => {
    quarantine.service.ingest = () => ({
      ok: true,
      digests: { adult: 'a'.repeat(64) },
      notes: [{ table: 'adult', line: 7, column: 'age', reason: 'not an integer: read as NULL' }],
    });
    const { tables, ...rest } = aDefinition();
    const columns = { ...tables['adult']?.columns, age: { type: 'integer' as const } };
    const { notes } = await add({ ...rest, tables: { adult: { ...tables['adult'], columns } } });
    expect(notes).toEqual([
      { path: 'tables.adult.columns.age', message: expect.stringContaining('lower and upper') as string },
      { path: 'tables.adult columns.age line 7', message: 'not an integer: read as NULL' },
    ]);
  });

  it('publishes nothing when the file does not match', async () => {
    quarantine.service.ingest = () => ({
      ok: false,
      problems: [{ table: 'adult', line: 3, column: null, reason: 'an open quote' }],
    });
    await expect(add()).rejects.toMatchObject({
      code: 'DATASET_UNREADABLE',
      details: [{ path: 'tables.adult line 3', message: 'an open quote' }],
    });
    await expect.poll(() => [...quarantine.service.ingested]).toEqual([]);
    nothingPublished();
  });

  it('names a source that this version cannot read yet before anybody reads it', async () => {
    const asked = () => quarantine.service.seen.filter((request) => request.includes('ingestions')).length;
    const before = asked();
    await expect(add(aDefinition({ connector: { type: 'snowflake' } }))).rejects.toMatchObject({
      code: 'CONNECTOR_UNAVAILABLE',
      details: [{ path: 'connector.type', message: expect.stringContaining('csv, parquet, postgresql') as string }],
    });
    expect(asked()).toBe(before);
    nothingPublished();
  });

  it('publishes nothing when its transaction fails, and forgets the files', async () => {
    const unknown = { ...OWNER, id: 'nobody' };
    const adding = quarantine.ask(AddDatasetHandler, unknown, { definition: aDefinition(), groups: [] });
    await expect(adding).rejects.toThrow('FOREIGN KEY');
    await expect.poll(() => [...quarantine.service.ingested]).toEqual([]);
    nothingPublished();
    await expect(add()).resolves.toMatchObject({ dataset: 'census' });
  });

  it('refuses a name that exists, unknown groups, and another use of an account', async () => {
    await add();
    await expect(add()).rejects.toMatchObject({ code: 'DATASET_EXISTS' });
    await expect(add(aDefinition({ name: 'b' }), ['strangers'])).rejects.toMatchObject({ code: 'GROUP_UNKNOWN' });
    await expect(add(aDefinition({ name: 'b', budget: { epsilon: 20, delta: 1e-6 } }))).rejects.toMatchObject({
      code: 'ACCOUNT_CONFLICT',
      details: [{ path: 'budget.epsilon', example: '10' }],
    });
    await expect(add(aDefinition({ name: 'b' }))).resolves.toMatchObject({ account: 'us-1994' });
  });

  it('tells the owner of a name that is taken what differs, and others nothing', async () => {
    await add();
    await expect(add()).rejects.toMatchObject({
      code: 'DATASET_EXISTS',
      details: [],
      message: 'You have published exactly this definition already.',
    });
    const { tables, ...rest } = aDefinition({ description: 'new', budget: { epsilon: 20, delta: 1e-6 } });
    const edited = { ...rest, tables: { adult: { ...tables['adult'], unit: { kind: 'public' }, maxUnits: 5 } } };
    const message = 'differs from what you published';
    await expect(add(edited)).rejects.toMatchObject({
      code: 'DATASET_EXISTS',
      details: [
        { path: 'budget.epsilon', message: `${message}, and can never change` },
        { path: 'description', message },
        { path: 'tables.adult.maxUnits', message },
        { path: 'tables.adult.unit.kind', message: `${message}, and can never change` },
      ],
    });
    const other = { ...ADA, roles: ['data-owner'] as const };
    const stolen = quarantine.ask(AddDatasetHandler, other, { definition: edited, groups: [] });
    await expect(stolen).rejects.toMatchObject({ code: 'DATASET_EXISTS', details: [] });
  });

  it('says that the service is away, and publishes nothing', async () => {
    await quarantine.service.stop();
    await expect(add()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    await quarantine.service.start();
    await expect(add()).resolves.toMatchObject({ dataset: 'census' });
  });
});

describe('publishing data that take long to read', () => {
  const READ = { ok: true as const, digests: { adult: 'a'.repeat(64) }, notes: [] };
  const preparing = async (): Promise<string[]> =>
    (await quarantine.ask(ListDatasetsHandler, OWNER, {})).preparing.map(({ name }) => name);
  const audited = (): string[] =>
    quarantine
      .rows<{ actor: string; outcome: string }>("SELECT actor, outcome FROM audit WHERE action = 'dataset:add'")
      .map(({ actor, outcome }) => `${actor} ${outcome}`);
  beforeEach(() => {
    quarantine.get(PreparingService).holdMs = 300;
  });
  const slowly = (): ((answer: IngestionAnswer) => void) => {
    const { promise, resolve } = Promise.withResolvers<IngestionAnswer>();
    quarantine.service.ingest = () => promise;
    return resolve;
  };

  it('says that they are being read, is joined by the same request, and is done whoever waits', async () => {
    const read = slowly();
    const first = await add();
    expect(first).toMatchObject({ dataset: 'census', state: 'preparing', since: expect.any(String) as string });
    expect(quarantine.lastAudit.facts).toMatchObject({ dataset: 'census', state: 'preparing' });
    expect(await preparing()).toEqual(['census']);
    expect((await quarantine.ask(ListDatasetsHandler, ADA, {})).preparing).toEqual([]);
    await expect(add(aDefinition({ description: 'another' }))).rejects.toMatchObject({ code: 'DATASET_BUSY' });

    const joined = add();
    read(READ);
    await expect(joined).resolves.toMatchObject({ state: 'published', dataVersion: 1 });
    expect(quarantine.service.seen.filter((request) => request.startsWith('PUT /ingestions'))).toHaveLength(1);
    expect([await names(ADA), await preparing(), audited()]).toEqual([['census'], [], ['owner@example.org done']]);
    await expect(add()).rejects.toMatchObject({ code: 'DATASET_EXISTS' });
  });

  it('tells in the record why nothing came of it, and who asks next; then it is tried anew', async () => {
    const read = slowly();
    await add();
    read({ ok: false, problems: [{ table: 'adult', line: 3, column: null, reason: 'an open quote' }] });
    await expect.poll(audited).toEqual(['owner@example.org DATASET_UNREADABLE']);
    expect(await preparing()).toEqual([]);
    await expect(add()).rejects.toMatchObject({
      code: 'DATASET_UNREADABLE',
      details: [{ path: 'tables.adult line 3' }],
    });
    quarantine.service.ingest = () => READ;
    await expect(add()).resolves.toMatchObject({ state: 'published' });
  });

  it('goes on after a restart of the platform, with the order that was begun', async () => {
    const read = slowly();
    await add();
    await quarantine.restart();
    expect(await preparing()).toEqual(['census']);
    read(READ);
    await expect.poll(() => names(ADA)).toEqual(['census']);
    expect(audited()).toEqual(['owner@example.org done']);
  });

  it('publishes nothing for an owner who is none any more', async () => {
    const read = slowly();
    await add();
    quarantine.unitOfWork.write((writing) =>
      writing.run("UPDATE users SET roles = '[]' WHERE id = :id", { id: OWNER.id }),
    );
    read(READ);
    await expect.poll(audited).toEqual(['owner@example.org ACCESS_DENIED']);
    await expect.poll(() => [...quarantine.service.ingested]).toEqual([]);
    nothingPublished();
  });
});

describe('what may be seen', () => {
  it('is nothing at all without a grant: alike for a data set that does not exist', async () => {
    await add(aDefinition(), []);
    expect(await names(ADA)).toEqual([]);
    expect(await names(OWNER)).toEqual(['census']);
    expect(await names(EVE)).toEqual(['census']);
    for (const dataset of ['census', 'nothing']) {
      const unknown = { code: 'DATASET_UNKNOWN', message: 'No such data set, or you may not see it.' };
      await expect(quarantine.ask(InfoDatasetHandler, BOB, { dataset })).rejects.toMatchObject(unknown);
      await expect(quarantine.ask(BudgetDatasetHandler, BOB, { dataset })).rejects.toMatchObject(unknown);
      await expect(quarantine.ask(SampleDatasetHandler, BOB, { dataset, rows: 1 })).rejects.toMatchObject(unknown);
      await expect(quarantine.ask(PlanQueryHandler, BOB, { dataset, sql: 'SELECT' })).rejects.toMatchObject(unknown);
    }
  });

  it('has no hidden column, connector or budget in it', async () => {
    await add();
    const info = await quarantine.ask(InfoDatasetHandler, ADA, { dataset: 'census' });
    expect(info.tables['adult']?.columns).toEqual([
      { name: 'age', type: 'integer', nullable: true, lower: 17, upper: 90 },
      { name: 'sex', type: 'string', nullable: true, values: ['Female', 'Male'] },
    ]);
    expect(JSON.stringify(info)).not.toMatch(/secret|adult\.data|us-1994/);
  });

  it('is name and description alone where metadata are not public', async () => {
    await add(aDefinition({ publicMetadata: false }));
    const info = await quarantine.ask(InfoDatasetHandler, ADA, { dataset: 'census' });
    expect(info).toMatchObject({ name: 'census', description: 'UCI Adult', tables: {}, tags: [] });
    expect((await quarantine.ask(InfoDatasetHandler, OWNER, { dataset: 'census' })).tables).toHaveProperty('adult');
    await expect(quarantine.ask(SampleDatasetHandler, ADA, { dataset: 'census', rows: 1 })).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
    });
  });

  it('includes rows of the mock twin', async () => {
    await add();
    expect(await quarantine.ask(SampleDatasetHandler, ADA, { dataset: 'census', rows: 1 })).toMatchObject({
      table: 'adult',
      rows: [[42]],
    });
    await expect(
      quarantine.ask(SampleDatasetHandler, ADA, { dataset: 'census', table: 'users', rows: 1 }),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' });
  });
});

describe('exporting', () => {
  const exported = (user: typeof ADA, dataset = 'census') => quarantine.ask(ExportDatasetHandler, user, { dataset });

  it('gives the owner the whole definition, which publishes the same again under another name', async () => {
    await add();
    const answer = await exported(OWNER);
    expect(answer).toEqual({
      dataset: 'census',
      metadataVersion: 1,
      dataVersion: 1,
      definition: DatasetDefinition.parse(aDefinition()),
    });
    await add({ ...answer.definition, name: 'again' });
    const again = await exported(OWNER, 'again');
    expect(again.definition).toEqual({ ...answer.definition, name: 'again' });
  });

  it('is for the owner alone: to others, whatever else they may see, there is no such data set', async () => {
    await add(aDefinition(), ['data-scientist', 'data-owner', 'auditor']);
    const other = { ...ADA, roles: ['data-owner'] as const };
    for (const user of [ADA, BOB, EVE, other]) {
      expect(await names(user)).toEqual(['census']);
      const [there, nowhere] = await Promise.allSettled([exported(user), exported(user, 'nothing')]);
      expect(there).toMatchObject({ status: 'rejected', reason: { code: 'DATASET_UNKNOWN' } });
      expect(there).toEqual(nowhere);
    }
  });
});
