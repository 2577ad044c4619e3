import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { budgetsOf, OTHER } from '../../testing/jobs/budgets.ts';
import { ADA, BOB, EVE, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { AccountsService } from '../ledger/accounts.service.ts';
import type { CallingUser } from '../operations/handler.ts';
import { JoinBudgetsHandler } from './join-budgets.handler.ts';
import { SetQuotaHandler } from './set-quota.handler.ts';

let quarantine: Quarantine;
const { answered, history, publish, publishTheirs, registerOther, show } = budgetsOf(() => quarantine);

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  registerOther();
  await publish();
});
afterEach(() => quarantine.end());

describe('a budget account', () => {
  it('belongs to who published on it first: another owner is refused and learns nothing of its terms', async () => {
    const theirs = (epsilon: number) =>
      publish({ name: 'theirs', budget: { epsilon, delta: 1e-6 } }, OTHER).catch((error: unknown) => error);
    const [same, another] = [await theirs(10), await theirs(3)];
    expect(same).toMatchObject({
      code: 'ACCOUNT_CONFLICT',
      details: [],
      message: expect.stringContaining('another owner') as string,
    });
    expect(another).toEqual(same);
    expect((await show(OWNER)).datasets).toEqual(['census']);
    await quarantine.ask(SetQuotaHandler, OWNER, { name: 'census', user: ADA.email, share: 0.5 });
  });

  it('belongs to its owner by the name of each account that was joined into it, too', async () => {
    await publish({ name: 'later', account: 'us-1995' });
    await quarantine.ask(JoinBudgetsHandler, OWNER, { accounts: ['us-1994', 'us-1995'], into: 'us' });
    for (const name of ['us', 'us-1994', 'us-1995']) {
      const adding = publish({ name: 'theirs', account: name }, OTHER);
      await expect(adding).rejects.toMatchObject({ code: 'ACCOUNT_CONFLICT', details: [] });
    }
    await expect(publish({ name: 'more', account: 'us' })).resolves.toMatchObject({ account: 'us' });
  });

  it('that nobody published on tells its terms to nobody', async () => {
    const statement = { name: 'lost', entity: 'person', unitKind: 'row', epsilon: 7, delta: 1e-6 } as const;
    quarantine.unitOfWork.write((writing) => quarantine.get(AccountsService).join(writing, statement, OWNER.id));
    const error: unknown = await publish({ name: 'b', account: 'lost' }, OTHER).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'ACCOUNT_CONFLICT', details: [{ path: 'budget.epsilon' }] });
    expect(JSON.stringify(error)).not.toContain('7');
  });

  it('shows each of two owners the spends on their own data sets, and sums of the rest', async () => {
    // The quota is from the time when all of it was the owner's.
    await quarantine.ask(SetQuotaHandler, OWNER, { name: 'census', user: ADA.email, share: 0.5 });
    await publishTheirs();
    await answered(ADA);
    await answered(BOB, 0.25, 'theirs');
    for (const [user, person, dataset] of [
      [OWNER, 'ada@example.org', 'census'],
      [OTHER, 'bob@example.org', 'theirs'],
    ] as const) {
      const [budget, spends] = [await show(user, 'us-1994'), (await history(user, 'us-1994')).spends];
      expect(budget).toMatchObject({ spends: 2, datasets: [dataset], people: [{ user: person }], quotas: [] });
      expect(spends).toMatchObject([{ number: 1, user: person, dataset }]);
      expect(spends[0]?.running).toBeCloseTo(spends[0]?.share ?? -1, 12);
    }
    expect((await history(EVE)).spends).toHaveLength(2);
  });

  it('numbers the spends that one sees, so that the numbers tell nothing of others', async () => {
    await answered(BOB);
    await answered(ADA, 0.25);
    await answered(BOB, 0.25);
    await answered(ADA, 0.3);
    const numbers = async (user: CallingUser, page = {}) =>
      (await history(user, 'us-1994', page)).spends.map(({ number }) => number);
    expect(await numbers(ADA)).toEqual([2, 1]);
    expect(await numbers(ADA, { before: 2 })).toEqual([1]);
    expect(await numbers(ADA, { before: 1 })).toEqual([]);
    expect(await numbers(OWNER)).toEqual([4, 3, 2, 1]);
    expect(await numbers(OWNER, { before: 4, limit: 2 })).toEqual([3, 2]);
  });

  it('names to scientists those joined accounts only whose data sets they may see', async () => {
    await publish({ name: 'hidden', account: 'secret-account' }, OWNER, []);
    await quarantine.ask(JoinBudgetsHandler, OWNER, { accounts: ['us-1994', 'secret-account'], into: 'us' });
    expect((await show(ADA)).joined).toEqual(['us-1994']);
    for (const user of [OWNER, EVE]) expect((await show(user)).joined).toEqual(['secret-account', 'us-1994']);
  });

  it('has its data sets in the audit rows of what was decided about it, so that its owner finds them', async () => {
    await publish({ name: 'later', account: 'us-1995' });
    await quarantine.ask(SetQuotaHandler, OWNER, { name: 'us-1994', user: ADA.email, share: 0.5 });
    expect(quarantine.lastAudit).toMatchObject({ object: 'us-1994', facts: { dataset: 'census', datasets: 'census' } });
    const join = (accounts: string[]) => quarantine.ask(JoinBudgetsHandler, OWNER, { accounts, into: 'us' });
    const found = { object: 'us', facts: { dataset: 'census', datasets: 'census later' } };
    await join(['us-1994', 'us-1995']);
    expect(quarantine.lastAudit).toMatchObject(found);
    await expect(join(['us-1994', 'us-1995'])).rejects.toMatchObject({ code: 'ACCOUNT_CONFLICT' });
    expect(quarantine.lastAudit).toMatchObject(found);
  });
});
