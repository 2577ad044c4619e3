import { CodedError } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { budgetsOf } from '../../testing/jobs/budgets.ts';
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
import { SetQuotaHandler } from '../budget/set-quota.handler.ts';
import type { CallingUser } from '../operations/handler.ts';
import { PlanQueryHandler } from '../queries/plan-query.handler.ts';
import { ResultQueryHandler } from '../queries/result-query.handler.ts';
import { RunQueryHandler } from '../queries/run-query.handler.ts';
import { InfoRunHandler } from '../runs/info-run.handler.ts';
import { ListRunsHandler } from '../runs/list-runs.handler.ts';
import { AddMemberHandler } from './add-member.handler.ts';
import { CreateProjectHandler } from './create-project.handler.ts';
import { HandOverProjectHandler } from './hand-over-project.handler.ts';
import { InfoProjectHandler } from './info-project.handler.ts';
import { ListProjectsHandler } from './list-projects.handler.ts';
import { RemoveMemberHandler } from './remove-member.handler.ts';

const CHURN = `${ADA.email}/churn`;
const sql = 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex';
let quarantine: Quarantine;
const budgets = budgetsOf(() => quarantine);

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  await quarantine.ask(CreateProjectHandler, ADA, { name: 'churn' });
});
afterEach(() => quarantine.end());

const info = (user: CallingUser, project = CHURN) => quarantine.ask(InfoProjectHandler, user, { project });
const list = async (user: CallingUser) =>
  (await quarantine.ask(ListProjectsHandler, user, {})).projects.map(({ project }) => project);
const add = (user: CallingUser, email: string, project = CHURN) =>
  quarantine.ask(AddMemberHandler, user, { project, email });
const remove = (user: CallingUser, email: string, project = CHURN) =>
  quarantine.ask(RemoveMemberHandler, user, { project, email });
const handOver = (user: CallingUser, email: string, project = CHURN) =>
  quarantine.ask(HandOverProjectHandler, user, { project, email });
/** Ends an account, or brings it back. */
const become = (user: CallingUser, state: 'disabled' | 'approved') =>
  quarantine.unitOfWork.write((writing) =>
    writing.run('UPDATE users SET state = @state WHERE id = @id', { id: user.id, state }),
  );
const ask = (user: CallingUser, project?: string, epsilon = 0.5) =>
  quarantine.ask(RunQueryHandler, user, { dataset: 'census', sql, epsilon, mock: false, fresh: true, project });
const answered = async (user: CallingUser, project?: string) => {
  const { job } = await ask(user, project);
  return quarantine.ask(ResultQueryHandler, user, { job: job ?? '', waitSeconds: 5 });
};

/** Everything of a refusal that the caller can see. */
async function refusal(asked: Promise<unknown>): Promise<object> {
  const error = await asked.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof CodedError)) throw new Error('it was not refused');
  const { code, message, remedy, details } = error;
  return { code, message, remedy, details };
}

describe('a project', () => {
  it('is seen by its members and to all others is as if there were none', async () => {
    expect(await info(ADA, 'churn')).toMatchObject({ project: CHURN, members: [{ member: ADA.email }], runs: 0 });
    expect([await list(ADA), await list(BOB), await list(OWNER)]).toEqual([[CHURN], [], []]);
    const nothing = `${ADA.email}/nothing-here`;
    for (const other of [BOB, OWNER, STRANGER]) {
      const unknown = await refusal(info(other, nothing));
      expect(unknown).toMatchObject({ code: 'PROJECT_UNKNOWN' });
      for (const asked of [
        info(other),
        info(other, 'churn'),
        add(other, other.email),
        remove(other, other.email),
        remove(other, ADA.email),
        handOver(other, other.email),
        handOver(other, ADA.email),
        quarantine.ask(ListRunsHandler, other, { limit: 50, project: CHURN }),
      ]) {
        expect(await refusal(asked)).toEqual(unknown);
      }
    }
    expect((await info(ADA)).members).toHaveLength(1);
  });

  it('does not tell by its name that somebody else has one', async () => {
    expect(await quarantine.ask(CreateProjectHandler, BOB, { name: 'churn' })).toMatchObject({
      project: `${BOB.email}/churn`,
    });
    expect(await refusal(quarantine.ask(CreateProjectHandler, ADA, { name: 'churn' }))).toMatchObject({
      code: 'PROJECT_EXISTS',
    });
  });

  it('is read by auditors, who change nothing and ask nothing for it', async () => {
    expect(await list(EVE)).toEqual([CHURN]);
    expect(await info(EVE)).toMatchObject({ project: CHURN });
    expect(await refusal(add(EVE, EVE.email))).toMatchObject({ code: 'ACCESS_DENIED' });
    await budgets.publish({}, OWNER, ['auditor']);
    expect(
      await refusal(quarantine.ask(PlanQueryHandler, EVE, { dataset: 'census', sql, project: CHURN })),
    ).toMatchObject({ code: 'PROJECT_UNKNOWN' });
  });

  it('gets and loses members at once, by whoever made it or by their own wish', async () => {
    await add(ADA, BOB.email, 'churn');
    await add(ADA, BOB.email);
    expect((await info(BOB, 'churn')).members.map(({ member }) => member)).toEqual([ADA.email, BOB.email]);
    expect(await refusal(add(BOB, STRANGER.email))).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(await refusal(remove(BOB, ADA.email))).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(await refusal(remove(ADA, ADA.email))).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(await refusal(remove(ADA, 'nobody@example.org'))).toMatchObject({ code: 'MEMBER_UNKNOWN' });
    await remove(BOB, BOB.email);
    expect(await refusal(info(BOB))).toMatchObject({ code: 'PROJECT_UNKNOWN' });
    await add(ADA, BOB.email);
    await remove(ADA, BOB.email);
    expect(await list(BOB)).toEqual([]);
  });

  it('answers alike for an address with an account and one without', async () => {
    const members = async (email: string) => (await add(ADA, email)).members.map(({ member }) => member);
    expect(await members(BOB.email)).toEqual([ADA.email, BOB.email]);
    expect(await members('nobody@example.org')).toEqual([ADA.email, BOB.email, 'nobody@example.org']);
    expect(quarantine.lastAudit).toMatchObject({ object: CHURN, facts: { member: 'nobody@example.org' } });
  });

  it('is called in full where two of the same name are known', async () => {
    const theirs = `${BOB.email}/churn`;
    await quarantine.ask(CreateProjectHandler, BOB, { name: 'churn' });
    await add(ADA, STRANGER.email);
    await add(BOB, STRANGER.email, theirs);
    expect(await refusal(info(STRANGER, 'churn'))).toMatchObject({
      code: 'INPUT_INVALID',
      details: [{ path: 'project', message: expect.stringContaining(theirs) as string }],
    });
    expect(await info(STRANGER, theirs)).toMatchObject({ project: theirs });
    await add(BOB, ADA.email, theirs);
    expect(await info(ADA, 'churn')).toMatchObject({ project: CHURN });
  });

  it('is one of a hundred at most, with a hundred members at most', async () => {
    for (let at = 1; at < 100; at += 1) await quarantine.ask(CreateProjectHandler, ADA, { name: `p${at}` });
    expect(await refusal(quarantine.ask(CreateProjectHandler, ADA, { name: 'one-more' }))).toMatchObject({
      code: 'PROJECTS_FULL',
    });
    for (let at = 1; at < 100; at += 1) await add(ADA, `m${at}@example.org`);
    expect(await refusal(add(ADA, 'one-more@example.org'))).toMatchObject({ code: 'PROJECT_FULL' });
  });
});

describe('handing a project over', () => {
  beforeEach(() => add(ADA, BOB.email));

  it('makes a member its owner, by whom it is then led; whoever was it stays a member', async () => {
    expect(await info(ADA)).toMatchObject({ owner: ADA.email, orphaned: false });
    expect(await handOver(ADA, BOB.email, 'churn')).toMatchObject({ project: CHURN, owner: BOB.email });
    expect(quarantine.lastAudit).toMatchObject({
      object: CHURN,
      facts: { ownerBefore: ADA.email, ownerAfter: BOB.email },
    });
    expect((await info(ADA)).members.map(({ member }) => member)).toEqual([ADA.email, BOB.email]);
    expect(await refusal(add(ADA, STRANGER.email))).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(await refusal(handOver(ADA, ADA.email))).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(await refusal(remove(BOB, BOB.email))).toMatchObject({ code: 'ACCESS_DENIED' });
    await add(BOB, STRANGER.email);
    await remove(BOB, ADA.email);
    expect(await refusal(info(ADA))).toMatchObject({ code: 'PROJECT_UNKNOWN' });
    expect(await refusal(quarantine.ask(CreateProjectHandler, ADA, { name: 'churn' }))).toMatchObject({
      code: 'PROJECT_EXISTS',
    });
  });

  it('keeps what was asked for it, and its part of the budget, under its name', async () => {
    await budgets.publish();
    const { job } = await answered(ADA, CHURN);
    await quarantine.ask(SetQuotaHandler, OWNER, { name: 'census', project: CHURN, share: 0.5 });
    await handOver(ADA, BOB.email);
    const { runs } = await quarantine.ask(ListRunsHandler, BOB, { limit: 50, project: CHURN });
    expect(runs.map((run) => run.job)).toEqual([job]);
    expect((await budgets.show(BOB)).quotas).toMatchObject([{ subject: CHURN }]);
  });

  it('is to a member who could go on with it, and says alike of all others that they cannot', async () => {
    for (const email of ['nobody@example.org', EVE.email]) await add(ADA, email);
    become(BOB, 'disabled');
    const unknown = await refusal(handOver(ADA, 'never-heard-of@example.org'));
    expect(unknown).toMatchObject({ code: 'MEMBER_UNKNOWN' });
    for (const email of [STRANGER.email, 'nobody@example.org', EVE.email, BOB.email]) {
      expect(await refusal(handOver(ADA, email)), email).toEqual(unknown);
    }
    expect(await info(ADA)).toMatchObject({ owner: ADA.email });
    expect(await handOver(ADA, ADA.email)).toMatchObject({ owner: ADA.email });
  });

  it('frees no room for more: whoever made a hundred made a hundred', async () => {
    for (let at = 1; at < 100; at += 1) await quarantine.ask(CreateProjectHandler, ADA, { name: `p${at}` });
    await handOver(ADA, BOB.email);
    expect(await refusal(quarantine.ask(CreateProjectHandler, ADA, { name: 'one-more' }))).toMatchObject({
      code: 'PROJECTS_FULL',
    });
    await quarantine.ask(CreateProjectHandler, BOB, { name: 'first' });
  });

  it('is done by an administrator where the account of the owner has ended, and not before', async () => {
    await budgets.publish();
    const { job } = await answered(ADA, CHURN);
    const unknown = await refusal(handOver(ADMIN, BOB.email, `${ADA.email}/nothing-here`));
    expect(unknown).toMatchObject({ code: 'PROJECT_UNKNOWN' });
    expect(await refusal(handOver(ADMIN, BOB.email))).toEqual(unknown);
    expect(await refusal(info(ADMIN))).toEqual(unknown);
    expect(await list(ADMIN)).toEqual([]);

    become(ADA, 'disabled');
    expect(await info(BOB)).toMatchObject({ owner: ADA.email, orphaned: true });
    expect(await list(ADMIN)).toEqual([CHURN]);
    expect(await info(ADMIN)).toMatchObject({
      orphaned: true,
      members: [{ member: ADA.email }, { member: BOB.email }],
    });
    for (const asked of [
      add(ADMIN, ADMIN.email),
      remove(ADMIN, BOB.email),
      quarantine.ask(ListRunsHandler, ADMIN, { limit: 50, project: CHURN }),
      handOver(OWNER, BOB.email),
    ]) {
      expect(await refusal(asked)).toEqual(unknown);
    }
    expect(await refusal(quarantine.ask(InfoRunHandler, ADMIN, { job: job ?? '' }))).toMatchObject({
      code: 'JOB_UNKNOWN',
    });
    expect(await refusal(handOver(ADMIN, ADMIN.email))).toMatchObject({ code: 'MEMBER_UNKNOWN' });
    expect(await refusal(handOver(BOB, BOB.email))).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(await handOver(ADMIN, BOB.email)).toMatchObject({ owner: BOB.email, orphaned: false });
    expect(await list(ADMIN)).toEqual([]);
    expect(await refusal(info(ADMIN))).toEqual(unknown);
    become(ADA, 'approved');
    expect(await refusal(handOver(ADA, ADA.email))).toMatchObject({ code: 'ACCESS_DENIED' });
  });

  it('of an administrator who has a passkey is signed, and asked of none who may not', async () => {
    const unsigned = { ...ADMIN, passkey: true, authentication: 'passkey' as const };
    expect(await refusal(handOver(unsigned, BOB.email))).toMatchObject({ code: 'PROJECT_UNKNOWN' });
    become(ADA, 'disabled');
    expect(await list(unsigned)).toEqual([CHURN]);
    expect(await refusal(handOver(unsigned, BOB.email))).toMatchObject({ code: 'STEP_UP_REQUIRED' });
    expect(await handOver({ ...unsigned, authentication: 'step-up' }, BOB.email)).toMatchObject({ owner: BOB.email });
  });
});

describe('a question for a project', () => {
  beforeEach(async () => {
    await budgets.publish();
    await add(ADA, BOB.email);
  });

  it('is recorded with it, and followed by its members and the owner of the data', async () => {
    const { job } = await answered(ADA, 'churn');
    expect(quarantine.rows('SELECT project FROM jobs')).toEqual([{ project: CHURN }]);
    expect((await info(ADA)).runs).toBe(1);
    const seen = (user: CallingUser) => quarantine.ask(InfoRunHandler, user, { job: job ?? '' });
    for (const user of [ADA, BOB, OWNER, EVE]) expect((await seen(user)).run).toMatchObject({ job, project: CHURN });
    expect(await refusal(seen(STRANGER))).toMatchObject({ code: 'JOB_UNKNOWN' });
    const runs = async (user: CallingUser) =>
      (await quarantine.ask(ListRunsHandler, user, { limit: 50, project: CHURN })).runs.map((run) => run.job);
    expect([await runs(BOB), await runs(EVE)]).toEqual([[job], [job]]);
    const result = quarantine.ask(ResultQueryHandler, BOB, { job: job ?? '', waitSeconds: 0 });
    expect(await refusal(result)).toMatchObject({ code: 'JOB_UNKNOWN' });
    await remove(ADA, BOB.email);
    expect(await refusal(seen(BOB))).toMatchObject({ code: 'JOB_UNKNOWN' });
  });

  it('of others is not followed by who is in another project', async () => {
    const { job } = await answered(ADA);
    expect(await refusal(quarantine.ask(InfoRunHandler, BOB, { job: job ?? '' }))).toMatchObject({
      code: 'JOB_UNKNOWN',
    });
  });

  it('is refused to who is no member as for one that is not there, by plan, run and mock', async () => {
    await remove(ADA, BOB.email);
    const question = { dataset: 'census', sql, epsilon: 0.5, fresh: true };
    const unknown = await refusal(quarantine.ask(PlanQueryHandler, BOB, { ...question, project: 'nothing-here' }));
    for (const project of [CHURN, 'churn']) {
      expect(await refusal(quarantine.ask(PlanQueryHandler, BOB, { ...question, project }))).toEqual(unknown);
      for (const mock of [true, false]) {
        expect(await refusal(quarantine.ask(RunQueryHandler, BOB, { ...question, mock, project }))).toEqual(unknown);
      }
    }
    expect(quarantine.rows('SELECT id FROM jobs')).toEqual([]);
  });
});

describe('the part of a budget that a project has', () => {
  beforeEach(async () => {
    await budgets.publish();
    await add(ADA, BOB.email);
  });
  const quota = (share: number, project = CHURN) =>
    quarantine.ask(SetQuotaHandler, OWNER, { name: 'census', project, share });

  it('is used by all its members together, and by nothing that is asked without it', async () => {
    const { spent } = await answered(ADA, 'churn');
    await answered(ADA);
    const { quota: set } = await quota(spent.share * 1.5);
    expect(set).toMatchObject({ kind: 'project', subject: CHURN });
    expect(set.used).toBeCloseTo(spent.share, 12);
    const refused = await ask(BOB, CHURN);
    expect(refused).toMatchObject({ state: 'refused', refusals: [{ code: 'QUOTA_EXCEEDED' }] });
    expect(refused.refusals?.[0]?.message).toContain(`The part of the project ${CHURN}`);
    expect((await ask(ADA)).state).not.toBe('refused');
    expect((await ask(BOB)).state).not.toBe('refused');
    await quota(1);
    expect((await ask(BOB, CHURN)).state).not.toBe('refused');
  });

  it('is what the ledger says after a restart, and gives back what came back', async () => {
    const { spent } = await answered(ADA, 'churn');
    await quota(0.5);
    const used = async () => (await budgets.show(OWNER)).quotas.map((one) => one.used);
    const before = await used();
    expect(before[0]).toBeCloseTo(spent.share, 12);
    await quarantine.restart();
    expect(await used()).toEqual(before);
    expect(() =>
      quarantine.unitOfWork.write((writing) => writing.run(`UPDATE spends SET project = 'x@example.org/y'`)),
    ).toThrow(/never changes/);
  });

  it('is shown to its members and who owns all of the account, and does not tell whether there is a project', async () => {
    await quota(0.5);
    const { quota: none } = await quota(0.5, 'nobody@example.org/nothing-here');
    expect(none).toEqual({ kind: 'project', subject: 'nobody@example.org/nothing-here', share: 0.5, used: 0 });
    const shown = async (user: CallingUser) => (await budgets.show(user)).quotas.map(({ subject }) => subject);
    expect(await shown(OWNER)).toEqual([CHURN, 'nobody@example.org/nothing-here']);
    expect([await shown(ADA), await shown(BOB)]).toEqual([[CHURN], [CHURN]]);
    await remove(ADA, BOB.email);
    expect(await shown(BOB)).toEqual([]);
    expect(
      await refusal(
        quarantine.ask(SetQuotaHandler, OWNER, { name: 'census', project: CHURN, user: ADA.email, share: 0.5 }),
      ),
    ).toMatchObject({ code: 'INPUT_INVALID' });
  });
});
