import { CodedError } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { budgetsOf } from '../../testing/jobs/budgets.ts';
import { writePolicies } from '../../testing/jobs/many-policies.ts';
import {
  ADA,
  ADMIN,
  BOB,
  EVE,
  OWNER,
  Quarantine,
  STRANGER,
  withInMemoryRunner,
} from '../../testing/jobs/quarantine.ts';
import { InfoDatasetHandler } from '../datasets/info-dataset.handler.ts';
import { ListDatasetsHandler } from '../datasets/list-datasets.handler.ts';
import type { CallingUser } from '../operations/handler.ts';
import { ListPoliciesHandler } from '../policy-editing/list-policies.handler.ts';
import { MOST_POLICIES } from '../policy-editing/policy-drafts.ts';
import { SetPolicyHandler } from '../policy-editing/set-policy.handler.ts';
import { TestPolicyHandler } from '../policy-editing/test-policy.handler.ts';
import { PlanQueryHandler } from '../queries/plan-query.handler.ts';
import { RunQueryHandler } from '../queries/run-query.handler.ts';
import { InfoRunHandler } from '../runs/info-run.handler.ts';
import { expiredMails, approvedAccessMail, rejectedAccessMail, requestedMail } from './access-mail.ts';
import { AccessExpiry } from './access-expiry.ts';
import { AccessRequestsRepository } from './access-requests.repository.ts';
import { ApproveAccessHandler } from './approve-access.handler.ts';
import { ListAccessHandler } from './list-access.handler.ts';
import { RejectAccessHandler } from './reject-access.handler.ts';
import { RequestAccessHandler } from './request-access.handler.ts';

const DAY = 86_400_000;
const PURPOSE = 'labour-study';
const sql = 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex';
let quarantine: Quarantine;
const budgets = budgetsOf(() => quarantine);

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  await budgets.publish({}, OWNER, []);
});
afterEach(() => quarantine.end());

const openToRequests = (group = 'data-scientist') =>
  quarantine.ask(SetPolicyHandler, OWNER, { place: 'census', draft: { requesters: group } });
const request = (
  user: CallingUser,
  wish: { purpose?: string; until?: string; dataset?: string; reason?: string } = {},
) => quarantine.ask(RequestAccessHandler, user, { dataset: 'census', purpose: PURPOSE, reason: 'Wages.', ...wish });
const list = async (user: CallingUser, state?: 'open' | 'expired') =>
  (await quarantine.ask(ListAccessHandler, user, { limit: 50, ...(state === undefined ? {} : { state }) })).requests;
const approve = (user: CallingUser, id: string, bounds: { epsilon?: number; until?: string } = {}) =>
  quarantine.ask(ApproveAccessHandler, user, { request: id, ...bounds });
const reject = (user: CallingUser, id: string) => quarantine.ask(RejectAccessHandler, user, { request: id });
const run = (user: CallingUser, purpose?: string, epsilon = 0.5) =>
  quarantine.ask(RunQueryHandler, user, { dataset: 'census', sql, epsilon, mock: false, fresh: true, purpose });
const inDays = (days: number) => new Date(quarantine.clock.now().getTime() + days * DAY).toISOString();
const mails = () =>
  quarantine.rows<{ recipient: string; subject: string }>('SELECT recipient, subject FROM mail_outbox ORDER BY rowid');

async function refusal(asked: Promise<unknown>): Promise<object> {
  const error = await asked.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof CodedError)) throw new Error('it was not refused');
  const { code, message, remedy, details } = error;
  return { code, message, remedy, details };
}

describe('a data set that is open to requests', () => {
  it('is seen by those groups and asked by nobody', async () => {
    const seen = async (user: CallingUser) =>
      (await quarantine.ask(ListDatasetsHandler, user, {})).datasets.map(({ name, mayAsk }) => [name, mayAsk]);
    expect(await seen(ADA)).toEqual([]);
    expect(await refusal(request(ADA))).toMatchObject({ code: 'DATASET_UNKNOWN' });
    const { record, changes } = await openToRequests();
    expect(record).toMatchObject({ policy: 'census/requests-data-scientist', form: null });
    expect(changes).toMatchObject([
      { who: 'data-scientist', action: 'access:request', before: { permit: false }, after: { permit: true } },
      { who: ADA.email, action: 'access:request' },
      { who: BOB.email, action: 'access:request' },
    ]);
    expect([await seen(ADA), await seen(STRANGER)]).toEqual([[['census', false]], []]);
    expect(await quarantine.ask(InfoDatasetHandler, ADA, { dataset: 'census' })).toMatchObject({ name: 'census' });
    for (const asked of [run(ADA), quarantine.ask(PlanQueryHandler, ADA, { dataset: 'census', sql, epsilon: 0.5 })]) {
      expect(await refusal(asked)).toMatchObject({
        code: 'ACCESS_DENIED',
        remedy: expect.stringContaining('dq0 access request') as string,
      });
    }
  });

  it('gets requests from who sees it, and from nobody else', async () => {
    await openToRequests();
    const unknown = await refusal(request(STRANGER, { dataset: 'nothing-here' }));
    for (const user of [STRANGER, ADMIN]) expect(await refusal(request(user))).toEqual(unknown);
    for (const user of [OWNER, EVE]) expect(await refusal(request(user))).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(await list(OWNER)).toEqual([]);
  });
});

describe('a request', () => {
  beforeEach(() => openToRequests());

  it('is seen by who asked, by the owner, and by auditors', async () => {
    const made = await request(ADA, { until: inDays(100) });
    expect(made).toMatchObject({ user: ADA.email, state: 'open', purpose: PURPOSE, reason: 'Wages.', policy: null });
    for (const user of [ADA, OWNER, EVE]) expect(await list(user)).toEqual([made]);
    for (const user of [BOB, STRANGER]) expect(await list(user)).toEqual([]);
    expect(mails()).toEqual([
      { recipient: OWNER.email, subject: `${ADA.email} asks for access to census for ${PURPOSE}` },
    ]);
  });

  it('gives its reason to no mail: mail is not sealed', async () => {
    const { request: id } = await request(ADA);
    const row = quarantine.unitOfWork.read((reading) => quarantine.get(AccessRequestsRepository).find(reading, id));
    if (row === undefined) throw new Error('it is not there');
    const written = [requestedMail(row), approvedAccessMail(row, 0), rejectedAccessMail(row), ...expiredMails(row)];
    for (const { subject, text } of written) {
      expect(`${subject} ${text}`).toContain(PURPOSE);
      expect(`${subject} ${text}`).not.toContain(row.reason);
    }
  });

  it('is decided by the owner alone: to all others it does not exist', async () => {
    const { request: id } = await request(ADA, { until: inDays(100) });
    const unknown = await refusal(reject(OWNER, crypto.randomUUID()));
    for (const user of [ADA, BOB, STRANGER, EVE, ADMIN]) {
      expect(await refusal(approve(user, id)), user.email).toEqual(unknown);
      expect(await refusal(reject(user, id)), user.email).toEqual(unknown);
    }
    expect(await list(OWNER, 'open')).toHaveLength(1);
  });

  it('that is approved lets that person ask for that purpose, within the bounds, until the end', async () => {
    const { request: id } = await request(ADA);
    expect(await refusal(approve(OWNER, id))).toMatchObject({ code: 'INPUT_INVALID', details: [{ path: 'until' }] });
    expect(await refusal(approve(OWNER, id, { until: inDays(-1) }))).toMatchObject({ code: 'INPUT_INVALID' });
    const { request: done, changes } = await approve(OWNER, id, { epsilon: 0.5, until: inDays(60) });
    expect(done).toMatchObject({ state: 'approved', policy: `census/access-${id}` });
    expect(changes.filter(({ action }) => action === 'query:run')).toMatchObject([
      { who: ADA.email, before: { permit: false }, after: { permit: true, mostEpsilon: 0.5, purpose: PURPOSE } },
    ]);
    const { policies } = await quarantine.ask(ListPoliciesHandler, OWNER, { place: 'census' });
    expect(policies.find(({ policy }) => policy === done.policy)?.text).toContain(`principal == User::"${ADA.email}"`);
    expect(mails().at(-1)).toEqual({ recipient: ADA.email, subject: `You have access to census for ${PURPOSE}` });

    const listed = async (user: CallingUser) => (await quarantine.ask(ListDatasetsHandler, user, {})).datasets;
    expect([await listed(ADA), await listed(BOB)]).toMatchObject([[{ mayAsk: true }], [{ mayAsk: false }]]);

    const { job } = await run(ADA, PURPOSE);
    expect((await quarantine.ask(InfoRunHandler, OWNER, { job: job ?? '' })).run).toMatchObject({ purpose: PURPOSE });
    expect(quarantine.rows('SELECT purpose FROM jobs')).toEqual([{ purpose: PURPOSE }]);
    for (const purpose of [undefined, 'another']) {
      expect(await run(ADA, purpose)).toMatchObject({
        state: 'refused',
        refusals: [
          {
            code: 'PURPOSE_NEEDED',
            remedy: expect.stringContaining(PURPOSE) as string,
            offers: { purposes: [PURPOSE] },
          },
        ],
      });
    }
    const mock = { dataset: 'census', sql, mock: true, fresh: false };
    expect(await quarantine.ask(RunQueryHandler, ADA, mock)).toMatchObject({ state: 'released' });
    expect((await run(ADA, PURPOSE, 0.6)).refusals).toMatchObject([{ code: 'EPSILON_LIMIT' }]);
    expect(await refusal(run(BOB, PURPOSE))).toMatchObject({ code: 'ACCESS_DENIED' });
    quarantine.clock.aheadMs += 60 * DAY;
    expect(await refusal(run(ADA, PURPOSE))).toMatchObject({ code: 'ACCESS_DENIED' });
  });

  it('takes the end that was wished for where the owner names none', async () => {
    const { request: id, until } = await request(ADA, { until: inDays(10) });
    await approve(OWNER, id);
    const { policies } = await quarantine.ask(ListPoliciesHandler, OWNER, { place: 'census' });
    expect(policies.some(({ text }) => text.includes(`datetime("${until ?? ''}")`))).toBe(true);
    expect(await refusal(request(ADA, { purpose: 'x', until: inDays(0) }))).toMatchObject({ code: 'INPUT_INVALID' });
  });

  it('is final once it is closed, by the database itself', async () => {
    const [one, two] = [await request(ADA, { until: inDays(9) }), await request(BOB, { until: inDays(9) })];
    expect(await reject(OWNER, one.request)).toMatchObject({ state: 'rejected', policy: null });
    await approve(OWNER, two.request);
    for (const { request: id } of [one, two]) {
      expect(await refusal(approve(OWNER, id))).toMatchObject({ code: 'REQUEST_CLOSED' });
      expect(await refusal(reject(OWNER, id))).toMatchObject({ code: 'REQUEST_CLOSED' });
      const change = (text: string) => () =>
        quarantine.unitOfWork.write((writing) => writing.run(`${text} WHERE id = @id`, { id }));
      expect(change(`UPDATE access_requests SET state = 'rejected'`)).toThrow(/final/);
      expect(change('DELETE FROM access_requests')).toThrow(/kept/);
    }
    const open = await request(ADA);
    expect(() =>
      quarantine.unitOfWork.write((writing) =>
        writing.run(`UPDATE access_requests SET purpose = 'other' WHERE id = @id`, { id: open.request }),
      ),
    ).toThrow(/never changes/);
  });

  it('ends by itself after 30 days, and both are told', async () => {
    const { request: id } = await request(ADA, { until: inDays(100) });
    expect(quarantine.get(AccessExpiry).sweep()).toBe(0);
    quarantine.clock.aheadMs += 30 * DAY;
    expect(await list(OWNER, 'open')).toEqual([]);
    expect(await list(ADA, 'expired')).toMatchObject([{ request: id, decided: null }]);
    expect(await refusal(approve(OWNER, id))).toMatchObject({ code: 'REQUEST_CLOSED' });
    const before = mails().length;
    expect([quarantine.get(AccessExpiry).sweep(), quarantine.get(AccessExpiry).sweep()]).toEqual([1, 0]);
    expect(
      mails()
        .slice(before)
        .map(({ recipient }) => recipient),
    ).toEqual([ADA.email, OWNER.email]);
    expect(quarantine.rows('SELECT state FROM access_requests')).toEqual([{ state: 'expired' }]);
    expect((await request(ADA)).state).toBe('open');
  });

  it('is one for a data set and purpose, and twenty for a person', async () => {
    const { request: first } = await request(ADA);
    expect(await refusal(request(ADA))).toMatchObject({ code: 'ACCESS_OPEN' });
    for (let at = 1; at < 20; at += 1) await request(ADA, { purpose: `study-${at}` });
    expect(await refusal(request(ADA, { purpose: 'one-more' }))).toMatchObject({ code: 'ACCESS_FULL' });
    await request(BOB);
    await reject(OWNER, first);
    await request(ADA);
  });

  it('is not approved where the data set has as many policies as it may', async () => {
    const { request: id } = await request(ADA, { until: inDays(9) });
    writePolicies(quarantine, MOST_POLICIES - 1);
    expect(await refusal(approve(OWNER, id))).toMatchObject({ code: 'POLICY_BOUNDS' });
    expect(await list(OWNER, 'open')).toHaveLength(1);
  });
});

it('a list says that a data set may be asked, however its policy bounds a release', async () => {
  const mayAsk = async () => (await quarantine.ask(ListDatasetsHandler, ADA, {})).datasets.map((set) => set.mayAsk);
  const set = (form: object) =>
    quarantine.ask(SetPolicyHandler, OWNER, {
      place: 'census',
      draft: { form: { group: 'data-scientist', epsilon: null, purpose: null, until: null, share: null, ...form } },
    });
  for (const form of [{}, { epsilon: 0.5 }, { share: 0.1 }, { purpose: PURPOSE, epsilon: 0.1 }]) {
    await set(form);
    expect(await mayAsk(), JSON.stringify(form)).toEqual([true]);
  }
});

describe('a purpose in a policy', () => {
  it('is what a question must be declared to be for, and stands in the tester', async () => {
    const form = { group: 'data-scientist', epsilon: 0.5, purpose: PURPOSE, until: null, share: null };
    const { record, changes } = await quarantine.ask(SetPolicyHandler, OWNER, { place: 'census', draft: { form } });
    expect(record).toMatchObject({ form });
    expect(changes.filter(({ who, action }) => who === ADA.email && action === 'query:run')).toMatchObject([
      { after: { permit: true, mostEpsilon: 0.5, purpose: PURPOSE } },
    ]);
    const test = async (input: object) =>
      (
        await quarantine.ask(TestPolicyHandler, OWNER, {
          ...{ dataset: 'census', user: ADA.email, action: 'query:run' },
          ...input,
        })
      ).rows.map(({ now }) => [now.permit, now.mostEpsilon, now.purpose]);
    expect(await test({})).toEqual([[true, 0.5, PURPOSE]]);
    expect(await test({ purpose: 'another' })).toEqual([[false, null, 'another']]);
    const plan = (purpose?: string, epsilon?: number) =>
      quarantine.ask(PlanQueryHandler, ADA, { dataset: 'census', sql, epsilon, purpose });
    expect(await plan(PURPOSE)).toMatchObject({ accepted: true, spends: { epsilon: 0.5 } });
    expect(await plan()).toMatchObject({ accepted: false, refusals: [{ code: 'PURPOSE_NEEDED' }] });
    expect((await run(ADA)).refusals).toEqual((await plan(undefined, 0.5)).refusals);
    await run(ADA, PURPOSE);
    expect(quarantine.lastAudit.facts).toMatchObject({ purpose: PURPOSE, policy: 'census/data-scientist' });
  });
});
