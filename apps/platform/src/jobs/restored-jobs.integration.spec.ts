import { renameSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aDefinition } from '../../testing/jobs/census.ts';
import { InMemoryJobRunner } from '../../testing/jobs/in-memory-job-runner.ts';
import { ADA, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { BackupRecord } from '../backup/backup-record.ts';
import { copyDatabase, removeDatabase } from '../database/copy-database.ts';
import { openDatabase } from '../database/open-database.ts';
import { Settings } from '../database/settings.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import { AccountsService } from '../ledger/accounts.service.ts';
import { LedgerService } from '../ledger/ledger.service.ts';
import { ResultQueryHandler } from '../queries/result-query.handler.ts';
import { RunQueryHandler } from '../queries/run-query.handler.ts';
import { Reconciler } from './reconciler.ts';

let quarantine: Quarantine;
let copy = '';
beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  copy = path.join(path.dirname(quarantine.databasePath), 'copy.sqlite');
  await quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups: ['data-scientist'] });
});
afterEach(() => quarantine.end());

const question = { dataset: 'census', sql: 'SELECT', epsilon: 0.5, mock: false, fresh: true };
async function ask(): Promise<string> {
  const { job } = await quarantine.ask(RunQueryHandler, ADA, question);
  return job ?? '';
}
const stateOf = async (job: string): Promise<string> =>
  (await quarantine.ask(ResultQueryHandler, ADA, { job, waitSeconds: 0 })).state;
const ended = (job: string, end: string) => expect.poll(() => stateOf(job), { timeout: 5000 }).toBe(end);
const spendOf = (job: string): string | undefined =>
  quarantine.unitOfWork.read((reading) => quarantine.get(LedgerService).spendsOf(reading, job)[0]?.state);
const spent = () =>
  quarantine.unitOfWork.read((reading) => quarantine.get(AccountsService).require(reading, 'us-1994').spent);

/** Puts the copy in the place of the database, as a restore does, and starts. */
async function setBack(): Promise<void> {
  await quarantine.stop();
  const { unitOfWork, close } = await openDatabase(copy);
  unitOfWork.write((writing) => new BackupRecord(new Settings()).markRestored(writing, Date.now()));
  await close();
  removeDatabase(quarantine.databasePath);
  renameSync(copy, quarantine.databasePath);
  await quarantine.restart();
}

describe('after a database was set back', () => {
  it('a job that was answered since is never run again: it ends charged', async () => {
    InMemoryJobRunner.delivers = false;
    const job = await ask();
    await copyDatabase(quarantine.databasePath, copy);
    InMemoryJobRunner.delivers = true;
    await quarantine.get(Reconciler).scan();
    await ended(job, 'released');
    const price = spent();
    const grants = quarantine.service.grants.length;
    InMemoryJobRunner.delivers = false;

    await setBack();
    InMemoryJobRunner.delivers = true;
    await quarantine.get(Reconciler).scan();
    expect([await stateOf(job), spendOf(job)]).toEqual(['withheld', 'COMMITTED']);
    expect(spent()).toEqual(price);
    expect(quarantine.service.grants).toHaveLength(grants);
  });

  it('a job whose data were never opened ends, and its price is given back', async () => {
    InMemoryJobRunner.delivers = false;
    const job = await ask();
    await copyDatabase(quarantine.databasePath, copy);
    await setBack();
    expect([await stateOf(job), spendOf(job)]).toEqual(['cancelled', 'REFUNDED']);
  });

  it('what was asked since is charged, though its job is forgotten', async () => {
    await copyDatabase(quarantine.databasePath, copy);
    const job = await ask();
    await ended(job, 'released');
    const price = spent();
    await setBack();
    expect(spent()).toEqual(price);
    await expect(stateOf(job)).rejects.toMatchObject({ code: 'JOB_UNKNOWN' });
  });

  it('that is so for the first start alone: later ones go on with what is under way', async () => {
    await copyDatabase(quarantine.databasePath, copy);
    await setBack();
    InMemoryJobRunner.delivers = false;
    const job = await ask();
    await quarantine.restart();
    InMemoryJobRunner.delivers = true;
    await quarantine.get(Reconciler).scan();
    await ended(job, 'released');
  });
});
