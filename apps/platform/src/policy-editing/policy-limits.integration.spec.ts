import { CodedError } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aDefinition } from '../../testing/jobs/census.ts';
import { writePolicies } from '../../testing/jobs/many-policies.ts';
import { OWNER, Quarantine, withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { AddDatasetHandler } from '../datasets/add-dataset.handler.ts';
import { MOST_POLICIES } from './policy-drafts.ts';
import { SetPolicyHandler } from './set-policy.handler.ts';

let quarantine: Quarantine;
beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  quarantine = await Quarantine.start();
  await quarantine.ask(AddDatasetHandler, OWNER, { definition: aDefinition(), groups: [] });
});
afterEach(() => quarantine.end());

/** @returns the name that it got, or the code of the refusal */
async function set(name: string, length: number): Promise<string> {
  const permit =
    'permit (principal in Group::"auditor", action == Action::"query:run", resource == Dataset::"census");';
  const draft = { name, text: permit.padEnd(length, ' //').slice(0, length) };
  try {
    return (await quarantine.ask(SetPolicyHandler, OWNER, { place: 'census', draft })).record.policy;
  } catch (error) {
    if (error instanceof CodedError) return error.code;
    throw error;
  }
}

describe('a data set has room', () => {
  it('for so many policies and no more', async () => {
    writePolicies(quarantine, MOST_POLICIES);
    expect(await set('one-more', 200)).toBe('POLICY_BOUNDS');
    expect(await set('p1', 200)).toBe('census/p1');
  });

  it('for texts of so many characters in all', async () => {
    for (let at = 0; at < 32; at += 1) expect(await set(`long-${at}`, 8192)).toBe(`census/long-${at}`);
    expect(await set('one-more', 200)).toBe('POLICY_BOUNDS');
    expect(await set('long-1', 8000)).toBe('census/long-1');
    expect(await set('one-more', 192)).toBe('census/one-more');
  });
});
