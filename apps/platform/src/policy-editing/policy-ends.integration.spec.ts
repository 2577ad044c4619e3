import type { PolicyForm } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aDefinition } from '../../testing/jobs/census.ts';
import { ADA, OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import { DiffPoliciesHandler } from './diff-policies.handler.ts';
import { ListPoliciesHandler } from './list-policies.handler.ts';
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
