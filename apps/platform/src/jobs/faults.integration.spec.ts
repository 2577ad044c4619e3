import { readFileSync } from 'node:fs';
import { curveOfAll, addToTotals, NOTHING } from '@dq0/accounting';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { honestRun } from '../../testing/jobs/fake-service.ts';
import { aDefinition } from '../../testing/jobs/census.ts';
import { InMemoryJobRunner } from '../../testing/jobs/in-memory-job-runner.ts';
import { ADA, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { AccountsService } from '../ledger/accounts.service.ts';
import { LedgerService } from '../ledger/ledger.service.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import { ResultQueryHandler } from '../queries/result-query.handler.ts';
import { RunQueryHandler } from '../queries/run-query.handler.ts';
import { Reconciler } from './reconciler.ts';

let quarantine: Quarantine;
beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  await quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups: ['data-scientist'] });
});
afterEach(() => quarantine.end());

/** A generator that replays from its seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const FAULTS: Record<string, () => Promise<void> | void> = {
  'platform restarts': () => quarantine.restart(),
  'queue loses ids': () => {
    InMemoryJobRunner.delivers = !InMemoryJobRunner.delivers;
  },
  'grants are not sent': () => {
    InMemoryJobRunner.failGrants = 2;
  },
  'service is away': async () => {
    await quarantine.service.stop();
    await quarantine.service.start();
  },
  'service loses a job': () => {
    const [first] = quarantine.service.held.keys();
    if (first !== undefined) quarantine.service.held.delete(first);
  },
  'plugin fails': () => {
    quarantine.service.run = (order) => (order.epoch % 2 === 0 ? new Error('x') : honestRun(order));
  },
};

it('every accepted query ends in one answer, one charged failure or a refund, whatever happens meanwhile', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.info(`seed ${seed}`);
  const next = random(seed);
  const names = Object.keys(FAULTS);
  const jobs: string[] = [];
  for (let asked = 0; asked < 40; asked += 1) {
    const question = { dataset: 'census', sql: 'SELECT', epsilon: 0.1, mock: false, fresh: true };
    const answer = await quarantine.ask(RunQueryHandler, ADA, question).catch(() => undefined);
    if (answer?.job) jobs.push(answer.job);
    if (next() < 0.5) await FAULTS[names[Math.floor(next() * names.length)] ?? '']?.();
  }
  expect(jobs.length).toBeGreaterThan(10);
  InMemoryJobRunner.delivers = true;
  InMemoryJobRunner.failGrants = 0;

  const ends = new Map<string, string>();
  for (let round = 0; ends.size < jobs.length && round < 200; round += 1) {
    await quarantine
      .get(Reconciler)
      .scan()
      .catch(() => undefined);
    for (const job of jobs) {
      const { state, rows } = await quarantine.ask(ResultQueryHandler, ADA, { job, waitSeconds: 0 });
      if (!['released', 'withheld', 'cancelled'].includes(state)) continue;
      ends.set(job, state);
      expect(rows.length > 0).toBe(state === 'released');
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(ends.size).toBe(jobs.length);

  const { unitOfWork } = quarantine;
  const ledger = quarantine.get(LedgerService);
  let sum = NOTHING as Parameters<typeof addToTotals>[0];
  for (const [job, end] of ends) {
    const [spend, ...more] = unitOfWork.read((reading) => ledger.spendsOf(reading, job));
    expect(more).toEqual([]);
    expect(spend?.state).toBe(end === 'cancelled' ? 'REFUNDED' : 'COMMITTED');
    if (spend && end !== 'cancelled') sum = addToTotals(sum, curveOfAll(spend.events));
  }
  const account = unitOfWork.read((reading) => quarantine.get(AccountsService).require(reading, 'us-1994'));
  expect(account.spent).toEqual({ rdp: sum.rdp, delta: sum.delta });
  const journal = readFileSync(quarantine.journalPath, 'utf8').trim().split('\n');
  expect(journal).toHaveLength([...ends.values()].filter((end) => end !== 'cancelled').length);
  await quarantine.get(Reconciler).scan();
  expect(quarantine.service.held.size).toBe(0);
}, 60_000);
