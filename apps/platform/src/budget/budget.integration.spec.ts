import { rmSync } from 'node:fs';
import { admits, curveOfAll, epsilonAt, NOTHING } from '@dq0/accounting';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { budgetsOf, OTHER } from '../../testing/jobs/budgets.ts';
import { ADA, BOB, EVE, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { InMemoryJobRunner } from '../../testing/jobs/in-memory-job-runner.ts';
import { AccountsService } from '../ledger/accounts.service.ts';
import { LedgerService } from '../ledger/ledger.service.ts';
import { BudgetDatasetHandler } from '../datasets/budget-dataset.handler.ts';
import { JobPipeline } from '../jobs/job-pipeline.ts';
import { JobStore } from '../jobs/job-store.ts';
import type { CallingUser } from '../operations/handler.ts';
import { CancelQueryHandler } from '../queries/cancel-query.handler.ts';
import { JoinBudgetsHandler } from './join-budgets.handler.ts';
import { SetQuotaHandler } from './set-quota.handler.ts';

const DAY_MS = 86_400_000;
let quarantine: Quarantine;
const { answered, forecast, history, plan, publish, publishTheirs, registerOther, run, show } = budgetsOf(
  () => quarantine,
);

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  registerOther();
  await publish();
});
afterEach(() => quarantine.end());

const account = (name: string) =>
  quarantine.unitOfWork.read((reading) => quarantine.get(AccountsService).require(reading, name));

describe('a budget account', () => {
  it('stands where its spends put it, with the exact epsilon below that of the curves', async () => {
    const { spent } = await answered(ADA);
    const budget = await show(ADA);
    expect(budget).toMatchObject({
      account: 'us-1994',
      unitKind: 'row',
      epsilon: 10,
      delta: 1e-6,
      datasets: ['census'],
      spends: 1,
      own: { spends: 1 },
      closed: false,
      joined: [],
      quotas: [],
    });
    expect(budget.used).toBeCloseTo(spent.share, 12);
    expect(budget.used + budget.left).toBeCloseTo(1, 12);
    const { rdpEpsilon, pld } = budget.odometer;
    expect(rdpEpsilon).toBe(epsilonAt(account('us-1994').spent, 1e-6));
    expect(pld.spends).toBe(1);
    expect(pld.epsilon).toBeGreaterThan(0);
    expect(pld.epsilon).toBeLessThan(rdpEpsilon);
  });

  it('shows owners and auditors who spent what, and scientists only themselves', async () => {
    await answered(ADA);
    await answered(BOB, 0.25);
    for (const user of [OWNER, EVE]) {
      const { people } = await show(user, 'us-1994');
      expect(people?.map(({ user: name }) => name)).toEqual(['ada@example.org', 'bob@example.org']);
      expect((await history(user)).spends.map(({ user: name }) => name)).toEqual([
        'bob@example.org',
        'ada@example.org',
      ]);
    }
    const budget = await show(ADA);
    expect(budget).toMatchObject({ people: null, spends: 2, own: { spends: 1 } });
    const own = await history(ADA);
    expect(own).toMatchObject({ whose: 'own', spends: [{ user: null, state: 'charged', dataset: 'census' }] });
    expect(JSON.stringify([budget, own])).not.toContain('bob');
  });

  it('is not there for who may not see it, by either name, as one that does not exist', async () => {
    await publish({ name: 'hidden', account: 'secret-account' }, OWNER, []);
    const answers = await Promise.all(
      [
        [ADA, 'hidden'],
        [ADA, 'secret-account'],
        [ADA, 'nothing'],
        [OTHER, 'us-1994'],
      ].flatMap(([user, name]) => [
        show(user as CallingUser, name as string).catch((error: unknown) => error),
        history(user as CallingUser, name as string).catch((error: unknown) => error),
      ]),
    );
    for (const answer of answers) {
      expect(answer).toMatchObject({
        code: 'ACCOUNT_UNKNOWN',
        message: 'No such budget account or data set, or you may not see it.',
      });
    }
    await expect(show(OWNER, 'secret-account')).resolves.toMatchObject({ datasets: ['hidden'] });
  });

  it('has a history whose shares add up, page by page, without refunds', async () => {
    for (const epsilon of [0.5, 0.25, 0.4]) await answered(ADA, epsilon);
    const { spends } = await history(OWNER);
    expect(spends.map(({ number }) => number)).toEqual([3, 2, 1]);
    const [newest, middle, oldest] = spends;
    expect(newest?.running).toBeCloseTo(
      spends.reduce((sum, { share }) => sum + share, 0),
      12,
    );
    expect(oldest?.running).toBeCloseTo(oldest?.share ?? -1, 12);
    const page = await history(OWNER, 'us-1994', { limit: 1, before: 3 });
    expect(page.spends).toMatchObject([{ number: 2, job: middle?.job }]);
    expect(page.spends[0]?.running).toBeCloseTo(middle?.running ?? -1, 12);
    quarantine.unitOfWork.write((writing) => {
      writing.run(`INSERT INTO spends (job, account, state, events, curve, mechanisms, plan_fingerprint, versions, actor,
          reserved_at, previous_hash, hash)
        SELECT 'given-back', account, 'REFUNDED', events, curve, mechanisms, plan_fingerprint, versions, actor,
          reserved_at, previous_hash, 'another' FROM spends WHERE id = 3`);
    });
    const [refunded] = (await history(OWNER)).spends;
    expect(refunded).toMatchObject({ state: 'refunded', dataset: null });
    expect(refunded?.running).toBeCloseTo(newest?.running ?? -1, 12);
  });
});

describe('a data set with protected timing', () => {
  afterEach(() => {
    InMemoryJobRunner.delivers = true;
  });

  it('shows in the history of all but its owner one word until a spend is given back', async () => {
    await publish({ name: 'slow', account: 'slow', timing: 'deadline' });
    const states = async (user: CallingUser) => (await history(user, 'slow')).spends.map(({ state }) => state);
    InMemoryJobRunner.delivers = false;
    const { job } = await run(ADA, 0.5, 'slow');
    expect([await states(OWNER), await states(ADA), await states(EVE)]).toEqual([
      ['reserved'],
      ['charged'],
      ['charged'],
    ]);
    quarantine.unitOfWork.write((writing) => quarantine.get(LedgerService).open(writing, job ?? ''));
    expect([await states(OWNER), await states(ADA), await states(EVE)]).toEqual([
      ['charged'],
      ['charged'],
      ['charged'],
    ]);
    const second = await run(ADA, 0.5, 'slow');
    const cancelled = (one: string | null) => quarantine.ask(CancelQueryHandler, ADA, { job: one ?? '' });
    for (const one of [job, second.job])
      await expect(cancelled(one)).rejects.toMatchObject({ code: 'CANCEL_PROTECTED' });
    expect(await states(ADA)).toEqual(['charged', 'charged']);
    quarantine.unitOfWork.write((writing) => {
      const waiting = quarantine.get(JobStore).find(writing, second.job ?? '');
      if (waiting !== undefined) quarantine.get(JobPipeline).giveUp(writing, waiting, 'nothing moves it');
    });
    expect(await states(ADA)).toEqual(['refunded', 'charged']);
  });

  it('counts a release once it is shown, not when its run ended', async () => {
    await publish({ name: 'slow', account: 'slow', timing: 'deadline' });
    const { job } = await run(ADA, 0.5, 'slow');
    const ended = () => quarantine.rows(`SELECT 1 FROM releases WHERE job = '${job ?? ''}'`).length > 0;
    await vi.waitFor(() => expect(ended()).toBe(true));
    const releases = async () => (await quarantine.ask(BudgetDatasetHandler, ADA, { dataset: 'slow' })).releases;
    quarantine.clock.aheadMs = -DAY_MS;
    expect(await releases()).toBe(0);
    quarantine.clock.aheadMs = DAY_MS;
    expect(await releases()).toBe(1);
  });
});

describe('the forecast', () => {
  it('divides what is left by the pace of the last days', async () => {
    quarantine.clock.aheadMs = 10 * DAY_MS;
    const { spent } = await answered(ADA);
    quarantine.clock.aheadMs = 20 * DAY_MS;
    const whole = await forecast(30);
    expect(whole.days).toBeCloseTo(20, 2);
    expect(whole).toMatchObject({ account: 'us-1994', spends: 1 });
    expect(whole.perDay).toBeCloseTo(spent.share / 20, 6);
    expect(whole.daysLeft).toBeCloseTo(whole.left / whole.perDay, 6);
    const usedUp = (Date.parse(whole.usedUpAt ?? '') - quarantine.clock.now().getTime()) / DAY_MS;
    expect(usedUp).toBeCloseTo(whole.daysLeft ?? -1, 2);
    expect(await forecast(5)).toMatchObject({ spends: 0, spent: 0, perDay: 0, daysLeft: null, usedUpAt: null });
  });
});

describe('parts of an account', () => {
  const quota = (whom: { user?: string; group?: string }, share: number, user = OWNER, name = 'census') =>
    quarantine.ask(SetQuotaHandler, user, { name, share, ...whom });

  it('bind one person and no other, and the newest statement holds', async () => {
    const { spent } = await answered(ADA);
    const set = await quota({ user: ADA.email }, spent.share * 1.5);
    expect(set).toMatchObject({ account: 'us-1994', quota: { kind: 'user', subject: ADA.email } });
    expect(set.quota.used).toBeCloseTo(spent.share, 12);
    expect(await plan(ADA)).toMatchObject({ accepted: false, refusals: [{ code: 'QUOTA_EXCEEDED' }] });
    expect(await run(ADA)).toMatchObject({ state: 'refused', refusals: [{ code: 'QUOTA_EXCEEDED' }] });
    expect((await plan(ADA, 0.1)).accepted).toBe(true);
    expect((await plan(BOB)).accepted).toBe(true);
    expect((await show(ADA)).quotas).toHaveLength(1);
    expect((await show(BOB)).quotas).toEqual([]);
    await quota({ user: ADA.email }, 1);
    expect((await plan(ADA)).accepted).toBe(true);
    expect((await show(OWNER)).quotas).toEqual([]);
  });

  it('bind a group together, and count again what the ledger says after a start', async () => {
    const { spent } = await answered(ADA);
    await quota({ group: 'data-scientist' }, spent.share * 1.5);
    expect((await plan(BOB)).refusals).toMatchObject([{ code: 'QUOTA_EXCEEDED' }]);
    quarantine.unitOfWork.write((writing) => void writing.run('DELETE FROM actor_totals'));
    expect((await plan(BOB)).accepted).toBe(true);
    await quarantine.restart();
    expect((await plan(BOB)).refusals).toMatchObject([{ code: 'QUOTA_EXCEEDED' }]);
  });

  it('are for who owns every data set on the account', async () => {
    await expect(quota({ user: ADA.email }, 0.5, ADA)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    await expect(quota({ user: ADA.email }, 0.5, OTHER)).rejects.toMatchObject({ code: 'ACCOUNT_UNKNOWN' });
    await publishTheirs();
    await expect(quota({ user: ADA.email }, 0.5)).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    await expect(quota({ user: ADA.email }, 0.5, OTHER, 'us-1994')).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
  });

  it('name one person or one group that there is', async () => {
    await expect(quota({}, 0.5)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(quota({ user: ADA.email, group: 'auditor' }, 0.5)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await expect(quota({ user: 'nobody@example.org' }, 0.5)).rejects.toMatchObject({ code: 'USER_UNKNOWN' });
    await expect(quota({ group: 'strangers' }, 0.5)).rejects.toMatchObject({ code: 'GROUP_UNKNOWN' });
  });
});

describe('joining accounts', () => {
  const join = (accounts = ['us-1994', 'us-1995'], into = 'us', user = OWNER) =>
    quarantine.ask(JoinBudgetsHandler, user, { accounts, into });
  const second = (owner = OWNER) =>
    publish({ name: 'later', account: 'us-1995', budget: { epsilon: 4, delta: 1e-5 } }, owner);

  it('adds the spends, takes the smallest limits, and holds for every data set on them', async () => {
    await second();
    await answered(ADA);
    await answered(BOB, 0.4, 'later');
    const spends = ['us-1994', 'us-1995'].map((name) => account(name).spent);
    const joined = await join();
    expect(joined).toMatchObject({ account: 'us', joined: ['us-1994', 'us-1995'], epsilon: 4, delta: 1e-6 });
    const { spent, terms } = account('us');
    expect(spent.rdp).toEqual(spends[0]!.rdp.map((amount, index) => amount + spends[1]!.rdp[index]!));
    expect(admits(terms, NOTHING, curveOfAll([{ kind: 'pure', epsilon: '4.1' }])).admitted).toBe(false);
    for (const name of ['census', 'later', 'us', 'us-1994', 'us-1995']) {
      expect(await show(OWNER, name)).toMatchObject({ account: 'us', spends: 2, datasets: ['census', 'later'] });
    }
    const before = (await show(OWNER)).used;
    const { spent: paid } = await answered(ADA, 0.3, 'later');
    expect((await show(OWNER)).used).toBeCloseTo(before + paid.share, 12);
    expect((await history(OWNER)).spends).toHaveLength(3);
  });

  it('keeps the parts that people were given', async () => {
    await second();
    const { spent } = await answered(ADA);
    await quarantine.ask(SetQuotaHandler, OWNER, { name: 'census', user: ADA.email, share: spent.share });
    await join();
    expect((await plan(ADA, 0.5, 'later')).refusals).toMatchObject([{ code: 'QUOTA_EXCEEDED' }]);
    expect((await plan(BOB, 0.5, 'later')).accepted).toBe(true);
    await quarantine.ask(SetQuotaHandler, OWNER, { name: 'us', user: ADA.email, share: 1 });
    expect((await plan(ADA, 0.5, 'later')).accepted).toBe(true);
  });

  it('outlives a database that is set back: the journal joins them again', async () => {
    await second();
    await answered(ADA);
    await join();
    await answered(ADA, 0.3, 'later');
    const { used } = await show(OWNER);
    quarantine.unitOfWork.write((writing) => {
      // As in a backup from before: no join, and nothing of the new account.
      for (const trigger of ['account_joins_stay', 'accounts_stay', 'spends_stay'])
        writing.run(`DROP TRIGGER ${trigger}`);
      writing.run('DELETE FROM account_joins');
      writing.run('DELETE FROM actor_totals');
      writing.run(`DELETE FROM spends WHERE account = 'us'`);
      writing.run(`DELETE FROM accounts WHERE name = 'us'`);
    });
    await quarantine.restart();
    expect(await show(OWNER, 'census')).toMatchObject({ account: 'us', joined: ['us-1994', 'us-1995'], epsilon: 4 });
    expect((await show(OWNER)).used).toBeCloseTo(used, 12);
  });

  it('closes the joined account where the journal lacks the spends of a part', async () => {
    await second();
    await answered(ADA);
    await join();
    expect((await plan(ADA)).accepted).toBe(true);
    await quarantine.stop();
    rmSync(quarantine.journalPath);
    await quarantine.restart();
    expect(await plan(ADA)).toMatchObject({ accepted: false, refusals: [{ code: 'BUDGET_EXCEEDED' }] });
    expect(await show(OWNER)).toMatchObject({ account: 'us', closed: true, left: 0 });
  });

  it('refuses other units, names that exist, one account alone, and what somebody else owns a part of', async () => {
    await second();
    await publish({ name: 'firms', account: 'firms', entity: 'firm' });
    await expect(join(['us-1994', 'firms'])).rejects.toMatchObject({
      code: 'ACCOUNT_CONFLICT',
      details: [{ path: 'firms', message: expect.stringContaining('entity') as string }],
    });
    await expect(join(['us-1994', 'us-1995'], 'firms')).rejects.toMatchObject({ details: [{ path: 'into' }] });
    await expect(join(['us-1994', 'census'])).rejects.toMatchObject({ details: [{ path: 'accounts' }] });
    await publishTheirs();
    await expect(join()).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    expect(quarantine.rows('SELECT 1 FROM account_joins')).toEqual([]);
  });

  it('is final by the database itself', async () => {
    await second();
    await join();
    const change = (text: string) => () => quarantine.unitOfWork.write((writing) => void writing.run(text));
    expect(change('DELETE FROM account_joins')).toThrow('for good');
    expect(change(`UPDATE account_joins SET account = 'us-1995'`)).toThrow('for good');
    await expect(join(['us-1994', 'us-1995'], 'again')).rejects.toMatchObject({ code: 'ACCOUNT_CONFLICT' });
  });
});
