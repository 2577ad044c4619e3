import type { PolicyForm } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aDefinition } from '../../testing/jobs/census.ts';
import { ADA, ADMIN, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import { DiffPoliciesHandler } from './diff-policies.handler.ts';
import { ListPoliciesHandler } from './list-policies.handler.ts';
import { RemovePolicyHandler } from './remove-policy.handler.ts';
import { SetPolicyHandler } from './set-policy.handler.ts';

const UNBOUNDED = { epsilon: null, purpose: null, until: null, share: null };
let quarantine: Quarantine;

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  await quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups: ['data-scientist'] });
});
afterEach(() => quarantine.end());

const set = (form: PolicyForm) => quarantine.ask(SetPolicyHandler, OWNER, { place: 'census', draft: { form } });
const thought = (form: PolicyForm) => quarantine.ask(DiffPoliciesHandler, OWNER, { place: 'census', draft: { form } });

describe('the end of a policy', () => {
  it('is in the future where it is given, saved or thought of', async () => {
    const wrong = { code: 'INPUT_INVALID', details: [{ path: 'until', message: 'the end must be in the future' }] };
    const now = quarantine.clock.now().toISOString();
    await expect(set({ group: 'data-scientist', ...UNBOUNDED, until: now })).rejects.toMatchObject(wrong);
    const past = { user: ADA.email, ...UNBOUNDED, until: '2020-01-01T00:00:00Z' };
    await expect(set(past)).rejects.toMatchObject(wrong);
    await expect(thought(past)).rejects.toMatchObject(wrong);
    expect((await quarantine.ask(ListPoliciesHandler, OWNER, {})).version).toBe(2);
  });
});

describe('a change of policies', () => {
  const whole = { group: 'data-scientist', ...UNBOUNDED };
  const bounded = { ...whole, epsilon: 0.5, until: '2099-07-31T00:00:00.000Z' };
  const policy = 'census/data-scientist';

  it.each([
    { until: '2099-06-30T00:00:00.000Z' },
    { until: null },
    { share: 0.5 },
    { epsilon: 0.25 },
    { purpose: 'labour-study' },
  ])('carries the bounds that it makes others, whoever is concerned now: %j', async (part) => {
    await set(bounded);
    const other = { ...bounded, ...part };
    const said = { rewritten: [{ policy, before: bounded, after: other }], idle: false };
    expect(await thought(other)).toMatchObject(said);
    expect(await set(other)).toMatchObject(said);
  });

  it('is nothing where another policy says as much for as long, and where it says the same again', async () => {
    const idle = { changes: [], rewritten: [], idle: true };
    expect(await set(whole)).toMatchObject(idle);
    const beside = { place: 'census', draft: { name: 'beside', form: bounded } };
    expect(await quarantine.ask(SetPolicyHandler, OWNER, beside)).toMatchObject(idle);
    expect(await quarantine.ask(RemovePolicyHandler, OWNER, { policy: 'census/beside' })).toMatchObject(idle);
  });

  it('is more than nothing where the other policy ends before it, although nobody gains at this moment', async () => {
    await set({ ...whole, until: '2099-06-30T00:00:00.000Z' });
    const longer = { place: 'census', draft: { name: 'longer', form: bounded } };
    expect(await quarantine.ask(SetPolicyHandler, OWNER, longer)).toMatchObject({ changes: [], idle: false });
  });

  it('is not called nothing where it is text that no form can say', async () => {
    const text = `@id("night") permit (principal in Group::"data-scientist", action == Action::"query:run",
      resource == Dataset::"census") when { context.now > datetime("2099-01-01T00:00:00Z") };`;
    const answer = await quarantine.ask(SetPolicyHandler, OWNER, { place: 'census', draft: { text } });
    expect(answer).toMatchObject({ changes: [], rewritten: [], idle: false });
  });

  it('of the platform is not called nothing for a data set', async () => {
    await set(whole);
    const night = `@id("night") forbid (principal, action == Action::"query:run", resource)
      when { context.now > datetime("2099-01-01T00:00:00Z") };`;
    await quarantine.ask(SetPolicyHandler, ADMIN, { place: '/', draft: { text: night } });
    const between = { place: 'census', from: 3, to: 4 };
    expect(await quarantine.ask(DiffPoliciesHandler, OWNER, between)).toMatchObject({ changes: [], idle: false });
  });
});
