import { CodedError, type PolicyDraft, type QueryAnswer } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aDefinition } from '../../testing/jobs/census.ts';
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
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import { PlanQueryHandler } from '../queries/plan-query.handler.ts';
import { ResultQueryHandler } from '../queries/result-query.handler.ts';
import { RunQueryHandler } from '../queries/run-query.handler.ts';
import { DiffPoliciesHandler } from './diff-policies.handler.ts';
import { ListPoliciesHandler } from './list-policies.handler.ts';
import { RemovePolicyHandler } from './remove-policy.handler.ts';
import { SetPolicyHandler } from './set-policy.handler.ts';
import { ShowPolicyHandler } from './show-policy.handler.ts';
import { TestPolicyHandler } from './test-policy.handler.ts';

const sql = 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex';
const POLICY = 'census/data-scientist';
let quarantine: Quarantine;

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  await quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups: ['data-scientist'] });
});
afterEach(() => quarantine.end());

type Form = Partial<NonNullable<PolicyDraft['form']>>;
const set = (draft: PolicyDraft, { user = OWNER, place = 'census' } = {}) =>
  quarantine.ask(SetPolicyHandler, user, { place, draft });
const setForm = (form: Form, options: { user?: typeof OWNER; place?: string } = {}) =>
  set({ form: { group: 'data-scientist', epsilon: null, purpose: null, until: null, share: null, ...form } }, options);
const text = (statement: string, resource = 'resource == Dataset::"census"'): string =>
  statement.replace('RESOURCE', resource);
const question = { dataset: 'census', sql, mock: false, fresh: false };
const plan = (epsilon?: number, user = ADA) => quarantine.ask(PlanQueryHandler, user, { ...question, epsilon });

async function run(epsilon?: number, user = ADA): Promise<QueryAnswer> {
  const asked = await quarantine.ask(RunQueryHandler, user, { ...question, epsilon });
  return asked.job === null ? asked : quarantine.ask(ResultQueryHandler, user, { job: asked.job, waitSeconds: 5 });
}

function account(email: string, state: string): void {
  quarantine.unitOfWork.write((writing) =>
    writing.run(
      `INSERT INTO users (id, email, state, roles, password, device, since)
       VALUES (@id, @email, @state, '["data-owner"]', '', '', 0)`,
      { id: crypto.randomUUID(), email, state },
    ),
  );
}

async function refusal(asked: Promise<unknown>): Promise<Pick<CodedError, 'code' | 'message' | 'remedy' | 'details'>> {
  const error = await asked.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof CodedError)) throw new Error('it was not refused');
  const { code, message, remedy, details } = error;
  return { code, message, remedy, details };
}

describe('an owner', () => {
  it('finds the grant as a policy, and narrows it in place', async () => {
    const { policies } = await quarantine.ask(ListPoliciesHandler, OWNER, {});
    const nothing = { epsilon: null, purpose: null, until: null, share: null };
    expect(policies).toMatchObject([{ policy: POLICY, version: 2, form: { group: 'data-scientist', ...nothing } }]);
    const { record, changes } = await setForm({ epsilon: 0.5 });
    expect(record).toMatchObject({ policy: POLICY, version: 3, changedBy: OWNER.email });
    const groups = changes.filter(({ kind }) => kind === 'group');
    expect(groups).toMatchObject([
      { who: 'data-scientist', action: 'query:run', before: { mostEpsilon: null }, after: { mostEpsilon: 0.5 } },
    ]);
    expect(quarantine.lastAudit).toMatchObject({ object: POLICY, facts: { dataset: 'census', version: 3 } });
  });

  it('learns that a limit beside a wider policy limits nobody', async () => {
    expect(
      (
        await set({
          name: 'half',
          form: { group: 'data-scientist', epsilon: 0.5, purpose: null, until: null, share: null },
        })
      ).changes,
    ).toEqual([]);
    expect((await plan(0.6)).accepted).toBe(true);
  });

  it('withdraws a policy, keeps its history, and sees what that took away', async () => {
    await setForm({ epsilon: 0.5 });
    const { version } = await quarantine.ask(RemovePolicyHandler, OWNER, { policy: POLICY });
    expect(version).toBe(4);
    const { history, policies } = await quarantine.ask(ShowPolicyHandler, OWNER, { of: POLICY });
    expect(policies).toEqual([]);
    expect(history.map((change) => [change.version, change.change])).toEqual([
      [2, 'set'],
      [3, 'set'],
      [4, 'removed'],
    ]);
    const diff = await quarantine.ask(DiffPoliciesHandler, OWNER, { place: 'census', from: 2, to: 4 });
    expect(diff.texts).toMatchObject([{ policy: POLICY, after: null }]);
    expect(diff.changes).toContainEqual(
      expect.objectContaining({
        who: ADA.email,
        action: 'query:plan',
        after: expect.objectContaining({ permit: false }) as object,
      }),
    );
    const old = await quarantine.ask(ShowPolicyHandler, OWNER, { of: 'census', version: 3 });
    expect(old.policies).toMatchObject([{ version: 3, form: { epsilon: 0.5 } }]);
    expect((await refusal(plan(0.1))).code).toBe('DATASET_UNKNOWN');
    expect(() => quarantine.unitOfWork.write((writing) => writing.run('DELETE FROM own_policies'))).toThrow(
      /append-only/,
    );
    expect(() => quarantine.unitOfWork.write((writing) => writing.run("UPDATE own_policies SET text = ''"))).toThrow(
      /append-only/,
    );
  });

  it('sees what a removal would take before it is made', async () => {
    const thought = (input: object) => quarantine.ask(DiffPoliciesHandler, OWNER, { place: 'census', ...input });
    const ahead = await thought({ without: 'data-scientist' });
    expect(ahead).toMatchObject({ to: null, texts: [{ policy: POLICY, after: null }] });
    expect(ahead.changes).toContainEqual(
      expect.objectContaining({
        who: 'data-scientist',
        action: 'query:run',
        before: expect.objectContaining({ permit: true }) as object,
        after: expect.objectContaining({ permit: false }) as object,
      }),
    );
    expect((await plan(0.5)).accepted).toBe(true);
    expect((await quarantine.ask(RemovePolicyHandler, OWNER, { policy: POLICY })).changes).toEqual(ahead.changes);
    expect((await refusal(thought({ without: 'data-scientist' }))).code).toBe('POLICY_UNKNOWN');
    expect((await refusal(thought({ without: 'x', to: 1 }))).code).toBe('INPUT_INVALID');
    expect((await refusal(thought({ without: 'x', draft: { text: 'permit' } }))).code).toBe('INPUT_INVALID');
  });

  it('sees who could do what, at a time and with a draft', async () => {
    await setForm({ epsilon: 0.5, until: '2099-01-01T00:00:00Z' });
    const test = (input: object) =>
      quarantine.ask(TestPolicyHandler, OWNER, { dataset: 'census', user: ADA.email, action: 'query:run', ...input });
    expect((await test({})).rows).toMatchObject([
      { who: ADA.email, now: { permit: true, policy: POLICY, mostEpsilon: 0.5 } },
    ]);
    expect((await test({ epsilon: 0.6 })).rows).toMatchObject([
      { now: { permit: false, mostEpsilon: 0.5 }, after: null },
    ]);
    expect((await test({ at: '2099-01-01T00:00:00Z' })).rows).toMatchObject([
      { now: { permit: false, mostEpsilon: null } },
    ]);
    const draft = { form: { group: 'data-scientist', epsilon: 1, purpose: null, until: null, share: null } };
    expect((await test({ epsilon: 0.6, draft })).rows).toMatchObject([
      { now: { permit: false }, after: { permit: true } },
    ]);
    expect((await plan(0.6)).accepted).toBe(false);
    const all = await quarantine.ask(TestPolicyHandler, OWNER, { dataset: 'census' });
    expect(all.rows.filter(({ action, now }) => action === 'query:run' && now.permit).map(({ who }) => who)).toEqual(
      expect.arrayContaining(['data-scientist', ADA.email, BOB.email]),
    );
    expect(all.rows.some(({ who, now }) => who === ADMIN.email && now.permit)).toBe(false);
    const plans = (user: typeof OWNER) =>
      all.rows.find(({ who, action }) => who === user.email && action === 'query:plan');
    expect([plans(OWNER)?.now.permit, plans(STRANGER)?.now.permit]).toEqual([true, false]);
  });

  it('saves nothing that is no Cedar, breaks the schema or goes beyond the data set', async () => {
    const permit = 'permit (principal in Group::"data-scientist", action == Action::"query:run", RESOURCE)';
    expect(await refusal(set({ name: 'a', text: 'permit (principal' }))).toMatchObject({ code: 'POLICY_INVALID' });
    expect(await refusal(set({ name: 'a', text: text(`${permit} when { context.epsilon < 1 };`) }))).toMatchObject({
      code: 'POLICY_INVALID',
      details: [{ path: expect.stringMatching(/^line 1, column \d+$/) as string }],
    });
    for (const resource of ['resource == Dataset::"other"', 'resource', 'resource is Dataset']) {
      expect((await refusal(set({ name: 'a', text: text(`${permit};`, resource) }))).code).toBe('POLICY_BOUNDS');
    }
    expect((await refusal(setForm({ group: 'nobody' }))).code).toBe('GROUP_UNKNOWN');
    expect(quarantine.rows('SELECT name FROM own_policies')).toHaveLength(1);
  });

  it('lets one person ask within bounds, and nobody else of the same roles', async () => {
    await quarantine.ask(RemovePolicyHandler, OWNER, { policy: POLICY });
    const form = { user: ADA.email, epsilon: 0.5, purpose: null, until: null, share: null };
    const draft = { form };
    const { texts, changes: ahead } = await quarantine.ask(DiffPoliciesHandler, OWNER, { place: 'census', draft });
    const { record, changes } = await set(draft);
    expect(record).toMatchObject({ policy: 'census/user-ada-example-org', form, text: texts[0]?.after });
    expect(changes).toEqual(ahead);
    expect(changes.map(({ who, action, after }) => [who, action, after.mostEpsilon])).toEqual([
      [ADA.email, 'query:plan', null],
      [ADA.email, 'query:run', 0.5],
    ]);
    expect(await run(0.5)).toMatchObject({ state: 'released' });
    expect(await run(0.6)).toMatchObject({ state: 'refused', refusals: [{ code: 'EPSILON_LIMIT' }] });
    expect((await refusal(run(0.1, BOB))).code).toBe('DATASET_UNKNOWN');
    const { rows } = await quarantine.ask(TestPolicyHandler, OWNER, { dataset: 'census', action: 'query:run' });
    expect(rows.filter(({ now }) => now.permit).map(({ who }) => who)).toEqual([ADA.email]);
    const { policies } = await quarantine.ask(ListPoliciesHandler, OWNER, { place: 'census' });
    expect(policies).toMatchObject([{ form }]);
    await set({ form: { ...form, epsilon: 0.2 } });
    expect(await run(0.5)).toMatchObject({ state: 'refused' });
  });

  it('names nobody in a form who has no approved account', async () => {
    const bounds = { epsilon: null, purpose: null, until: null, share: null };
    const named = (user: string) => ({ draft: { name: 'one', form: { user, ...bounds } } });
    account('waiting@example.org', 'waiting');
    for (const user of ['nobody@example.org', 'waiting@example.org']) {
      const place = { place: 'census', ...named(user) };
      for (const asked of [
        quarantine.ask(SetPolicyHandler, OWNER, place),
        quarantine.ask(DiffPoliciesHandler, OWNER, place),
        quarantine.ask(TestPolicyHandler, OWNER, { dataset: 'census', ...named(user) }),
      ]) {
        expect(await refusal(asked)).toMatchObject({
          code: 'USER_UNKNOWN',
          remedy: expect.stringContaining('dq0 user list') as string,
          details: [{ path: 'user' }],
        });
      }
    }
    expect(quarantine.rows('SELECT name FROM own_policies')).toHaveLength(1);
  });

  it('sees whom a policy names, however many people there are', async () => {
    for (let count = 0; count < 100; count += 1) account(`a${count}@example.org`, 'approved');
    account('zoe@example.org', 'approved');
    const form = { user: 'zoe@example.org', epsilon: 0.5, purpose: null, until: null, share: null };
    const { changes } = await set({ form });
    expect(changes.map(({ who, action }) => [who, action])).toEqual([
      ['zoe@example.org', 'query:plan'],
      ['zoe@example.org', 'query:run'],
    ]);
    const { rows, more } = await quarantine.ask(TestPolicyHandler, OWNER, { dataset: 'census' });
    expect(rows.some(({ who, now }) => who === 'zoe@example.org' && now.permit)).toBe(true);
    expect(new Set(rows.filter(({ kind }) => kind === 'user').map(({ who }) => who)).size).toBe(101);
    expect(more).toBeGreaterThan(0);
  });

  it('takes the name after a person for nobody else', async () => {
    const bounds = { epsilon: null, purpose: null, until: null, share: null };
    const name = 'user-ada-example-org';
    await set({ name, form: { user: BOB.email, ...bounds } });
    expect(await refusal(set({ form: { user: ADA.email, ...bounds } }))).toMatchObject({
      code: 'POLICY_BOUNDS',
      details: [{ path: 'name' }],
    });
    await set({ name, form: { user: ADA.email, ...bounds } });
    expect((await set({ form: { user: ADA.email, ...bounds, epsilon: 1 } })).record.policy).toBe(`census/${name}`);
  });
});

describe('somebody else', () => {
  it.each([
    ['another owner', STRANGER],
    ['a scientist', ADA],
    ['an administrator', ADMIN],
  ])('opens nothing by the name of a data set or a policy: %s', async (_who, user) => {
    const form = { group: 'data-scientist', epsilon: null, purpose: null, until: null, share: null };
    const asked = (dataset: string) => [
      quarantine.ask(ListPoliciesHandler, user, { place: dataset }),
      quarantine.ask(ShowPolicyHandler, user, { of: dataset }),
      quarantine.ask(ShowPolicyHandler, user, { of: `${dataset}/data-scientist` }),
      quarantine.ask(SetPolicyHandler, user, { place: dataset, draft: { form } }),
      quarantine.ask(SetPolicyHandler, user, { place: dataset, draft: { text: 'no Cedar' } }),
      quarantine.ask(RemovePolicyHandler, user, { policy: `${dataset}/data-scientist` }),
      quarantine.ask(TestPolicyHandler, user, { dataset }),
      quarantine.ask(DiffPoliciesHandler, user, { place: dataset }),
    ];
    const there = await Promise.all(asked('census').map(refusal));
    expect(there).toEqual(await Promise.all(asked('nothing-here').map(refusal)));
    expect(new Set(there.map(({ code }) => code))).toEqual(new Set(['DATASET_UNKNOWN']));
    expect(quarantine.rows('SELECT name FROM own_policies')).toHaveLength(1);
  });

  it('reads everything as an auditor, and changes nothing', async () => {
    expect((await quarantine.ask(ShowPolicyHandler, EVE, { of: 'census' })).policies).toHaveLength(1);
    expect((await quarantine.ask(TestPolicyHandler, EVE, { dataset: 'census' })).rows.length).toBeGreaterThan(4);
    const all = await quarantine.ask(ListPoliciesHandler, EVE, {});
    expect(all.policies.filter(({ shipped }) => !shipped)).toHaveLength(1);
    expect((await refusal(setForm({}, { user: EVE }))).code).toBe('DATASET_UNKNOWN');
  });
});

describe('an administrator', () => {
  const forbid = (name: string, condition = ''): PolicyDraft => ({
    name,
    text: `forbid (principal, action == Action::"query:run", resource)${condition};`,
  });

  it('forbids for the whole platform, and grants nothing', async () => {
    const platform = { user: ADMIN, place: '/' };
    const permit = 'permit (principal in Role::"user", action == Action::"query:run", resource);';
    expect((await refusal(set({ name: 'open', text: permit }, platform))).code).toBe('POLICY_BOUNDS');
    expect((await refusal(setForm({}, platform))).code).toBe('POLICY_BOUNDS');
    expect((await refusal(set(forbid('owners-publish'), platform))).code).toBe('POLICY_BOUNDS');
    expect((await set(forbid('stop'), platform)).record).toMatchObject({ policy: '/stop', form: null });
    expect((await run(0.1)).refusals).toMatchObject([{ code: 'ACCESS_DENIED' }]);
    expect(quarantine.lastAudit.facts).toMatchObject({
      rule: 'own-policies-forbid',
      policy: '/stop',
      policyVersion: 3,
    });
    const { policies } = await quarantine.ask(ListPoliciesHandler, ADMIN, {});
    expect(policies.map(({ policy }) => policy)).toEqual(
      expect.arrayContaining(['/stop', '/administrators-read-no-data']),
    );
    expect(policies.some(({ policy }) => policy.startsWith('census'))).toBe(false);
    await quarantine.ask(RemovePolicyHandler, ADMIN, { policy: '/stop' });
    expect((await plan(0.1)).accepted).toBe(true);
  });

  it('cannot remove what is shipped, and others cannot see the policies of the platform', async () => {
    expect((await refusal(quarantine.ask(RemovePolicyHandler, ADMIN, { policy: '/owners-publish' }))).code).toBe(
      'POLICY_UNKNOWN',
    );
    expect((await refusal(set(forbid('stop'), { place: '/' }))).code).toBe('ACCESS_DENIED');
    expect((await refusal(quarantine.ask(ShowPolicyHandler, OWNER, { of: '/' }))).code).toBe('ACCESS_DENIED');
  });
});

describe('asking within a policy', () => {
  const refused = { code: 'EPSILON_LIMIT', message: 'This needs epsilon 0.6; your policy ends at 0.5.' };

  it('ends where the policy ends: the same words for plan and run, and nothing is charged', async () => {
    await setForm({ epsilon: 0.5 });
    expect(await plan(0.6)).toMatchObject({ accepted: false, refusals: [refused] });
    expect(quarantine.lastAudit.facts).toMatchObject({ rule: 'no-rule', policyVersion: 3 });
    expect(await run(0.6)).toMatchObject({ state: 'refused', job: null, rows: [], refusals: [refused] });
    expect(quarantine.rows('SELECT job FROM spends')).toEqual([]);
    expect(await run(0.5)).toMatchObject({ state: 'released' });
    expect(quarantine.lastAudit.facts).not.toHaveProperty('refusals', 'EPSILON_LIMIT');
    const checks = quarantine.rows<{ reason: string }>("SELECT reason FROM job_checks WHERE name = 'policy'");
    expect(checks).toEqual([{ reason: `granted-groups-ask by ${POLICY}, policies 3` }]);
  });

  it('asks for what the policy admits where nobody says how much', async () => {
    await setForm({ epsilon: 0.25 });
    const asked = await plan();
    expect(asked.refusals.filter(({ code }) => code === 'EPSILON_LIMIT')).toEqual([]);
    await setForm({ epsilon: null });
    expect((await plan()).accepted).toBe(true);
  });

  it('gives a held answer only to whom the policy would let ask now', async () => {
    expect(await run(0.6)).toMatchObject({ state: 'released', reused: false });
    await setForm({ epsilon: 0.5 });
    expect(await run(0.6, BOB)).toMatchObject({ state: 'refused', refusals: [refused] });
    expect(await run(0.5, BOB)).toMatchObject({ state: 'released' });
    await quarantine.ask(RemovePolicyHandler, OWNER, { policy: POLICY });
    expect((await refusal(run(0.5, BOB))).code).toBe('DATASET_UNKNOWN');
  });

  it('is for each person up to a share of the budget', async () => {
    await setForm({ share: 0.0001 });
    expect((await run(0.5)).refusals).toMatchObject([{ code: 'SHARE_LIMIT' }]);
    await setForm({ share: 1 });
    const first = await run(0.5);
    expect(first.state).toBe('released');
    await setForm({ share: Math.ceil(first.spent.share * 1.5 * 1e4) / 1e4 });
    expect(await run(0.5)).toMatchObject({ state: 'released', reused: true, spent: { share: 0 } });
    expect(
      (await quarantine.ask(RunQueryHandler, ADA, { ...question, epsilon: 0.5, fresh: true })).refusals,
    ).toMatchObject([{ code: 'SHARE_LIMIT' }]);
  });

  it('is as without a grant once the policy has ended', async () => {
    const never = await refusal(plan(0.1, STRANGER));
    await setForm({ until: new Date(quarantine.clock.now().getTime() + 1000).toISOString() });
    expect((await plan(0.1)).accepted).toBe(true);
    quarantine.clock.aheadMs += 1000;
    expect(await refusal(plan(0.1))).toEqual(never);
    expect(await refusal(run(0.1))).toEqual(never);
  });
});
