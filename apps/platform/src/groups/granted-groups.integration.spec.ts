import { CodedError } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aDefinition } from '../../testing/jobs/census.ts';
import { ADA, ADMIN, BOB, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { SetQuotaHandler } from '../budget/set-quota.handler.ts';
import { ShowBudgetHandler } from '../budget/show-budget.handler.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import type { CallingUser } from '../operations/handler.ts';
import { DiffPoliciesHandler } from '../policy-editing/diff-policies.handler.ts';
import { SetPolicyHandler } from '../policy-editing/set-policy.handler.ts';
import { TestPolicyHandler } from '../policy-editing/test-policy.handler.ts';
import { PlanQueryHandler } from '../queries/plan-query.handler.ts';
import { ResultQueryHandler } from '../queries/result-query.handler.ts';
import { RunQueryHandler } from '../queries/run-query.handler.ts';
import { GroupsService } from './groups.service.ts';

const GROUP = 'labour-study';
const sql = 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex';
const MEMBER: CallingUser = { ...ADA, groups: [GROUP] };
let quarantine: Quarantine;

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  const groups = quarantine.get(GroupsService);
  quarantine.unitOfWork.write((writing) => {
    groups.create(writing, GROUP, ADMIN.id);
    groups.assign(writing, ADA.id, [GROUP]);
  });
});
afterEach(() => quarantine.end());

const publish = (groups: string[]) => quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups });
const plan = (user: CallingUser) => quarantine.ask(PlanQueryHandler, user, { dataset: 'census', sql, fresh: false });
const run = async (user: CallingUser) => {
  const asked = await quarantine.ask(RunQueryHandler, user, {
    ...{ dataset: 'census', sql, epsilon: 0.5, mock: false, fresh: true },
  });
  if (asked.job === null) return asked;
  return quarantine.ask(ResultQueryHandler, user, { job: asked.job, waitSeconds: 5 });
};
const code = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (cause: unknown) => (cause instanceof CodedError ? cause.code : String(cause)),
  );

describe('a group beside the roles', () => {
  it('is granted a data set: who is in it asks, who is not finds nothing there', async () => {
    expect(await code(publish(['nothing-here']))).toBe('GROUP_UNKNOWN');
    await publish([GROUP]);
    expect((await plan(MEMBER)).accepted).toBe(true);
    expect((await run(MEMBER)).state).toBe('released');
    for (const outside of [BOB, ADA]) {
      expect(await code(plan(outside))).toBe('DATASET_UNKNOWN');
      expect(await code(run(outside))).toBe('DATASET_UNKNOWN');
    }
  });

  it('stands in forms and in texts of policies, and in the tester and the difference', async () => {
    await publish([]);
    const set = (draft: object) => quarantine.ask(SetPolicyHandler, OWNER, { place: 'census', draft });
    const form = { group: GROUP, epsilon: 0.5, purpose: null, until: null, share: null };
    const { record, changes } = await set({ form });
    expect(record).toMatchObject({ policy: `census/${GROUP}`, form });
    const gains = changes.filter(({ action }) => action === 'query:run');
    expect(gains).toMatchObject([
      { kind: 'group', who: GROUP, before: { permit: false }, after: { permit: true, mostEpsilon: 0.5 } },
      { kind: 'user', who: ADA.email, before: { permit: false }, after: { permit: true, mostEpsilon: 0.5 } },
    ]);
    const test = async (input: object) =>
      (await quarantine.ask(TestPolicyHandler, OWNER, { dataset: 'census', action: 'query:run', ...input })).rows;
    expect(await test({ group: GROUP })).toMatchObject([{ kind: 'group', who: GROUP, now: { permit: true } }]);
    expect(await test({ group: GROUP, epsilon: 0.6 })).toMatchObject([{ now: { permit: false, mostEpsilon: 0.5 } }]);
    expect(await code(test({ group: 'nothing-here' }))).toBe('GROUP_UNKNOWN');
    const permitted = (await test({})).filter(({ now }) => now.permit).map(({ who }) => who);
    expect(permitted).toEqual([GROUP, ADA.email]);

    const text = (group: string, kind = 'Group') =>
      `forbid (principal in ${kind}::"${group}", action == Action::"query:run", resource == Dataset::"census");`;
    await set({ name: 'not-them', text: text(GROUP) });
    expect(await test({ user: ADA.email })).toMatchObject([{ now: { permit: false } }]);
    expect(await run(MEMBER)).toMatchObject({ state: 'refused', rows: [] });
    expect(await code(set({ name: 'a', text: text('nothing-here') }))).toBe('POLICY_BOUNDS');
    expect(await code(set({ name: 'a', text: text(GROUP, 'Role') }))).toBe('POLICY_BOUNDS');
    expect(await code(set({ form: { ...form, group: 'nothing-here' } }))).toBe('GROUP_UNKNOWN');

    const diff = await quarantine.ask(DiffPoliciesHandler, OWNER, { place: 'census', without: 'not-them' });
    expect(diff.changes.map(({ who, action }) => [who, action])).toEqual([
      [GROUP, 'query:run'],
      [ADA.email, 'query:run'],
    ]);
  });

  it('has a part of the budget together, seen by who is in it', async () => {
    await publish(['data-scientist']);
    await run(MEMBER);
    const quota = (share: number) => quarantine.ask(SetQuotaHandler, OWNER, { name: 'census', group: GROUP, share });
    const { quota: set } = await quota(1e-6);
    expect(set).toMatchObject({ kind: 'group', subject: GROUP });
    expect(set.used).toBeGreaterThan(0);
    expect((await run(MEMBER)).refusals).toMatchObject([{ code: 'QUOTA_EXCEEDED' }]);
    expect((await run(BOB)).state).toBe('released');
    const show = async (user: CallingUser) =>
      (await quarantine.ask(ShowBudgetHandler, user, { name: 'census' })).quotas;
    expect([await show(OWNER), await show(MEMBER), await show(BOB)]).toMatchObject([
      [{ subject: GROUP }],
      [{ subject: GROUP }],
      [],
    ]);
  });

  it('is one of a hundred at most', () => {
    const groups = quarantine.get(GroupsService);
    quarantine.unitOfWork.write((writing) => {
      for (let at = 1; at < 100; at += 1) groups.create(writing, `group-${at}`, ADMIN.id);
      expect(groups.names(writing)).toHaveLength(100);
      expect(() => groups.create(writing, 'one-more', ADMIN.id)).toThrow(/100 groups at most/);
    });
  });
});
