import { readFileSync } from 'node:fs';
import type { JobOrder, QueryAnswer } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LedgerService } from '../ledger/ledger.service.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import { BudgetDatasetHandler } from '../datasets/budget-dataset.handler.ts';
import { CancelQueryHandler } from '../queries/cancel-query.handler.ts';
import { ListQueriesHandler } from '../queries/list-queries.handler.ts';
import { PlanQueryHandler } from '../queries/plan-query.handler.ts';
import { ResultQueryHandler } from '../queries/result-query.handler.ts';
import { RunQueryHandler } from '../queries/run-query.handler.ts';
import { InfoRunHandler } from '../runs/info-run.handler.ts';
import { ListRunsHandler } from '../runs/list-runs.handler.ts';
import { Reconciler } from './reconciler.ts';
import { aDefinition, ANSWER } from '../../testing/jobs/census.ts';
import { honestRun } from '../../testing/jobs/fake-service.ts';
import { InMemoryJobRunner } from '../../testing/jobs/in-memory-job-runner.ts';
import { ADA, BOB, EVE, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';

const sql = 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex';
let quarantine: Quarantine;

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  await quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups: ['data-scientist'] });
});
afterEach(() => quarantine.end());

const run = (epsilon = 0.5): Promise<QueryAnswer> =>
  quarantine.ask(RunQueryHandler, ADA, { dataset: 'census', sql, epsilon, mock: false, fresh: true });
const result = (job: string, waitSeconds = 5): Promise<QueryAnswer> =>
  quarantine.ask(ResultQueryHandler, ADA, { job, waitSeconds });
const answered = async (epsilon?: number): Promise<QueryAnswer> => result(jobOf(await run(epsilon)));
const spendState = (job: string): string | undefined =>
  quarantine.unitOfWork.read((reading) => quarantine.get(LedgerService).spendsOf(reading, job)[0]?.state);
const scan = (): Promise<void> => quarantine.get(Reconciler).scan();

function jobOf(answer: QueryAnswer): string {
  if (answer.job === null) throw new Error(`no job: ${JSON.stringify(answer.refusals)}`);
  return answer.job;
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 500) throw new Error('it never came true');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a question', () => {
  it('is paid for and answered, and leaves nothing behind at the service', async () => {
    const asked = await run();
    expect(asked).toMatchObject({ state: 'reserved', rows: [], spent: { epsilon: 0.5, delta: 1e-7 } });
    const answer = await result(jobOf(asked));
    expect(answer).toMatchObject({ state: 'released', rows: ANSWER.rows, intervals: ANSWER.intervals, check: 'green' });
    expect(spendState(jobOf(asked))).toBe('COMMITTED');
    expect(readFileSync(quarantine.journalPath, 'utf8')).toContain(jobOf(asked));
    await until(() => quarantine.service.held.size === 0 && quarantine.service.pendingEvents === 0);
  });

  it('gets its credential only after its spend was opened', async () => {
    let stateAtGrant: string | undefined;
    quarantine.service.run = (order) => {
      stateAtGrant = spendState(order.job);
      return honestRun(order);
    };
    await answered();
    expect(stateAtGrant).toBe('OPENED');
    const [secret] = quarantine.rows<{ access_secret: string }>('SELECT access_secret FROM data_versions');
    expect(quarantine.service.grants[0]?.accessSecret).toBe(secret?.access_secret);
  });

  it('shows the share that adds up, and what is left', async () => {
    const first = await answered();
    const second = await answered();
    const budget = await quarantine.ask(BudgetDatasetHandler, ADA, { dataset: 'census' });
    expect(budget.used).toBeCloseTo(first.spent.share + second.spent.share, 12);
    expect(budget).toMatchObject({ releases: 2, account: 'us-1994' });
    expect(second.remaining.share).toBeCloseTo(1 - budget.used, 12);
  });

  it('keeps every check with version and verdict, and hides them from strangers', async () => {
    const job = jobOf(await answered());
    const info = await quarantine.ask(InfoRunHandler, ADA, { job });
    expect(info.checks.map(({ name, stage, verdict }) => `${stage} ${name} ${verdict}`).sort()).toEqual([
      'after ledger-agreement pass',
      'after release-rules pass',
      'before budget pass',
      'before policy pass',
      'before validity pass',
    ]);
    expect(info.history.map(({ state }) => state)).toEqual([
      'reserved',
      'queued',
      'opened',
      'running',
      'checking',
      'released',
    ]);
    await expect(quarantine.ask(InfoRunHandler, BOB, { job })).rejects.toMatchObject({ code: 'JOB_UNKNOWN' });
    await expect(quarantine.ask(ResultQueryHandler, BOB, { job, waitSeconds: 0 })).rejects.toMatchObject({
      code: 'JOB_UNKNOWN',
    });
    expect((await quarantine.ask(ListRunsHandler, OWNER, { limit: 10 })).runs).toHaveLength(1);
    const [sql] = quarantine.rows<{ request: string }>('SELECT request FROM jobs').map(({ request }) => request);
    expect(info.request).toBe(sql);
    expect((await quarantine.ask(InfoRunHandler, OWNER, { job })).request).toBe(sql);
    expect((await quarantine.ask(InfoRunHandler, EVE, { job })).request).toBeNull();
    expect((await quarantine.ask(ListRunsHandler, BOB, { limit: 10 })).runs).toHaveLength(0);
    expect((await quarantine.ask(ListQueriesHandler, ADA, { limit: 10 })).queries[0]).toMatchObject({
      sql,
      state: 'released',
    });
  });

  it('is refused above the limit and over the budget, with what would fit, and costs nothing', async () => {
    expect((await run(1.5)).refusals).toMatchObject([{ code: 'EPSILON_LIMIT', offers: { epsilon: 1 } }]);
    const planned = await quarantine.ask(PlanQueryHandler, ADA, { dataset: 'census', sql, epsilon: 1 });
    expect(planned).toMatchObject({ accepted: true, spends: { epsilon: 1 } });
    for (let more = planned.remaining.more; more > 0; more -= 1) await run(1);
    const over = await run(1);
    expect(over).toMatchObject({ state: 'refused', job: null, refusals: [{ code: 'BUDGET_EXCEEDED' }] });
    const fits = Number(/epsilon ([\d.e-]+)/.exec(over.refusals?.[0]?.remedy ?? '')?.[1]);
    expect(fits).toBeLessThan(1);
    expect(over.refusals?.[0]?.offers).toEqual({ epsilon: fits });
    const mock = { dataset: 'census', sql, mock: true, fresh: false };
    expect(await quarantine.ask(RunQueryHandler, ADA, mock)).toMatchObject({ state: 'released', rows: ANSWER.rows });
    expect((await run(fits)).state).toBe('reserved');
    const anew = { dataset: 'census', sql, epsilon: 1, fresh: true };
    expect(await quarantine.ask(PlanQueryHandler, ADA, anew)).toMatchObject({
      accepted: false,
      refusals: [{ code: 'BUDGET_EXCEEDED' }],
      remaining: { more: 0 },
    });
  });

  it('runs on the mock twin for nothing', async () => {
    const answer = await quarantine.ask(RunQueryHandler, ADA, { dataset: 'census', sql, mock: true, fresh: true });
    expect(answer).toMatchObject({ job: null, state: 'released', rows: ANSWER.rows, log: [expect.any(String)] });
    expect(answer.spent).toEqual({ epsilon: 0, delta: 0, share: 0 });
    expect(quarantine.rows('SELECT 1 FROM spends')).toEqual([]);
  });
});

describe('a failure', () => {
  it('after the data were opened is withheld and charged, with its reason for the owner alone', async () => {
    quarantine.service.run = () => new Error('division by a row');
    const answer = await answered();
    expect(answer).toMatchObject({ state: 'withheld', rows: [], check: 'red', spent: { epsilon: 0.5 } });
    expect(spendState(jobOf(answer))).toBe('COMMITTED');
    expect((await quarantine.ask(InfoRunHandler, ADA, { job: jobOf(answer) })).reason).toBeNull();
    expect((await quarantine.ask(InfoRunHandler, OWNER, { job: jobOf(answer) })).reason).toBe('division by a row');
  });

  it('before that leads to a new attempt with a larger epoch, and to a refund when none helps', async () => {
    InMemoryJobRunner.delivers = false;
    const epochs: number[] = [];
    const job = jobOf(await run());
    for (const attempt of [1, 2, 3]) {
      await until(() => quarantine.service.held.has(`${job}/${attempt}`));
      const { order } = quarantine.service.held.get(`${job}/${attempt}`) as { order: JobOrder };
      epochs.push(order.epoch);
      quarantine.service.add(order, { type: 'failed', reason: 'no room' });
    }
    expect(await result(job)).toMatchObject({ state: 'cancelled', spent: { epsilon: 0 }, remaining: { share: 1 } });
    expect(spendState(job)).toBe('REFUNDED');
    expect(epochs).toEqual([...epochs].sort((left, right) => left - right));
    expect(new Set(epochs).size).toBe(3);
  });

  it('of an older epoch changes nothing', async () => {
    quarantine.service.runsAtOnce = false;
    const job = jobOf(await run());
    await until(() => quarantine.service.grants.length === 1);
    const held = quarantine.service.held.get(`${job}/1`);
    if (held === undefined) throw new Error('no order');
    quarantine.service.add({ ...held.order, epoch: held.order.epoch - 1 }, { type: 'failed', reason: 'old' });
    quarantine.service.add(
      { ...held.order, attempt: 9, epoch: held.order.epoch - 1 },
      { type: 'failed', reason: 'old' },
    );
    await until(() => quarantine.service.pendingEvents === 0);
    expect((await result(job, 0)).state).toBe('opened');
  });
});

describe('cancelling', () => {
  it('gives everything back before the data are opened', async () => {
    InMemoryJobRunner.delivers = false;
    const job = jobOf(await run());
    await quarantine.ask(CancelQueryHandler, ADA, { job });
    expect(await result(job, 0)).toMatchObject({ state: 'cancelled', remaining: { share: 1 } });
    await expect(quarantine.ask(CancelQueryHandler, BOB, { job })).rejects.toMatchObject({ code: 'JOB_UNKNOWN' });
  });

  it('is refused afterwards', async () => {
    const job = jobOf(await answered());
    await expect(quarantine.ask(CancelQueryHandler, ADA, { job })).rejects.toMatchObject({ code: 'JOB_STATE' });
  });
});

describe('protected timing', () => {
  beforeEach(async () => {
    const definition = aDefinition({ name: 'slow', timing: 'deadline' });
    await quarantine.ask(AddDatasetHandler, OWNER, { definition, groups: ['data-scientist'] });
  });

  it.each(['an answer', 'a failure'])('shows %s at the public time and not before', async (outcome) => {
    if (outcome === 'a failure') quarantine.service.run = () => new Error('x');
    const asked = await quarantine.ask(RunQueryHandler, ADA, {
      dataset: 'slow',
      sql,
      epsilon: 0.5,
      mock: false,
      fresh: true,
    });
    const job = jobOf(asked);
    await until(() => spendState(job) === 'COMMITTED');
    expect(await result(job, 0)).toMatchObject({ state: 'queued', rows: [], check: null });
    const list = await quarantine.ask(ListQueriesHandler, ADA, { limit: 1 });
    expect(list.queries[0]?.state).toBe('queued');
    expect((await quarantine.ask(InfoRunHandler, ADA, { job })).checks.every(({ stage }) => stage === 'before')).toBe(
      true,
    );
    const before = Date.now();
    const answer = await result(job, 5);
    expect(answer.state).toBe(outcome === 'an answer' ? 'released' : 'withheld');
    expect(Date.now() - before).toBeGreaterThan(1500);
  });
});

it('a list that is read page by page leaves none out, however many were asked in one moment', async () => {
  const at = quarantine.clock.now();
  quarantine.clock.now = () => at;
  const jobs: string[] = [];
  for (let asked = 0; asked < 5; asked += 1) jobs.push(jobOf(await run(0.1)));
  const read: string[] = [];
  for (let before: string | undefined; read.length < jobs.length;) {
    const { queries } = await quarantine.ask(ListQueriesHandler, ADA, { limit: 2, before });
    if (queries.length === 0) break;
    read.push(...queries.map(({ job }) => job));
    before = queries.at(-1)?.submitted;
  }
  expect(read).toEqual(jobs.toReversed());
});

describe('after a crash', () => {
  it('sends orders and ids again that nobody took', async () => {
    InMemoryJobRunner.delivers = false;
    const job = jobOf(await run());
    await quarantine.stop();
    quarantine.service.held.clear();
    InMemoryJobRunner.delivers = true;
    await quarantine.restart();
    expect(await result(job)).toMatchObject({ state: 'released' });
  });

  it('sends the grant again that never arrived, without a second charge', async () => {
    InMemoryJobRunner.failGrants = 1;
    const job = jobOf(await run());
    await until(() => spendState(job) === 'OPENED');
    await quarantine.restart();
    expect(await result(job)).toMatchObject({ state: 'released' });
    expect(quarantine.rows('SELECT 1 FROM spends')).toHaveLength(1);
    expect(readFileSync(quarantine.journalPath, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  it('finishes from the stored output of the service', async () => {
    quarantine.service.runsAtOnce = false;
    const job = jobOf(await run());
    await until(() => quarantine.service.grants.length === 1);
    await quarantine.stop();
    const held = quarantine.service.held.get(`${job}/1`);
    if (held === undefined) throw new Error('no order');
    await quarantine.service.finish(held);
    await quarantine.restart();
    expect(await result(job)).toMatchObject({ state: 'released', rows: ANSWER.rows });
  });

  it('fails charged what the service has lost after it was opened', async () => {
    quarantine.service.runsAtOnce = false;
    const job = jobOf(await run());
    await until(() => quarantine.service.grants.length === 1);
    quarantine.service.held.clear();
    for (let scans = 0; scans < 3; scans += 1) await scan();
    expect(await result(job, 0)).toMatchObject({ state: 'withheld' });
  });

  it('charges a job that the journal knows as opened, though the database never heard of it', async () => {
    InMemoryJobRunner.delivers = false;
    const job = jobOf(await run());
    const killed = (): void =>
      quarantine.unitOfWork.write((writing) => {
        quarantine.get(LedgerService).open(writing, job);
        throw new Error('killed between journal and commit');
      });
    expect(killed).toThrow('killed');
    await expect(quarantine.ask(CancelQueryHandler, ADA, { job })).rejects.toMatchObject({ code: 'JOB_STATE' });
    await quarantine.restart();
    expect(spendState(job)).toBe('OPENED');
    quarantine.clock.aheadMs = 2 * 3600 * 1000;
    await scan();
    expect(await result(job, 0)).toMatchObject({ state: 'withheld', spent: { epsilon: 0.5 } });
    expect(spendState(job)).toBe('COMMITTED');
  });

  it('ends what nobody moves at its deadline: a refund before the data were opened, a charge after', async () => {
    quarantine.service.runsAtOnce = false;
    const opened = jobOf(await run());
    await until(() => quarantine.service.grants.length === 1);
    InMemoryJobRunner.delivers = false;
    const waiting = jobOf(await run());
    quarantine.clock.aheadMs = 2 * 3600 * 1000;
    await scan();
    expect((await result(waiting, 0)).state).toBe('cancelled');
    expect((await result(opened, 0)).state).toBe('withheld');
    await scan();
    await until(() => quarantine.service.held.size === 0);
  });
});
