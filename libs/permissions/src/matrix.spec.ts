import { operations, ROLES, type Role } from '@dq0/protocol';
import { expect, it } from 'vitest';
import { resourceTypes } from './cedar/parse.ts';
import type { DecisionContext } from './context.ts';
import { decide } from './decide.ts';
import { formToText, requestersToText } from './own/policy-form.ts';
import { statementsOf } from './own/read-policy.ts';

const ME = 'me@example.org';
const EVERYBODY = ROLES.flatMap((group) => {
  const form = { group, epsilon: 0.5, purpose: null, until: null, share: null };
  const place = { dataset: 'census', name: group };
  return statementsOf(`census/${group}`, formToText(form, place) + requestersToText(group, place));
});
const plugin = { name: 'sql', version: '1.0.0' };
const used = { delta: 1e-7, usedByPerson: 0, usedByPersonAfter: 0.1, remaining: 1, plugin };
const census = { name: 'census', owner: 'you@example.org', publicMetadata: true };
const about = (facts: object, epsilon = 0.5): DecisionContext => ({
  now: 0,
  release: { epsilon, ...used },
  dataset: { ...census, ...facts },
});

const FOREIGN = { name: 'you@example.org/churn', owner: 'you@example.org', member: false };
const JOINED = { ...FOREIGN, member: true };

const UNSIGNED: DecisionContext = { passkey: true, authentication: 'passkey' };
const SIGNED: DecisionContext = { passkey: true, authentication: 'step-up' };

/** What an operation may be about, by the kinds of things that the schema gives its action. */
const OBJECTS: Readonly<Record<string, Readonly<Record<string, DecisionContext>>>> = {
  Platform: {
    platform: { now: 0 },
    'platform, passkey not used': { now: 0, ...UNSIGNED },
    'platform, signed by passkey': { now: 0, ...SIGNED },
  },
  Dataset: {
    'own data set': about({ owner: ME }),
    'own data set, passkey not used': { ...about({ owner: ME }), ...UNSIGNED },
    'own data set, signed by passkey': { ...about({ owner: ME }), ...SIGNED },
    'own data set, granted': about({ owner: ME, own: EVERYBODY }),
    "other's data set": about({}),
    "other's, closed metadata": about({ publicMetadata: false }),
    "other's, granted": about({ own: EVERYBODY }),
    "other's, granted, above its limit": about({ own: EVERYBODY }, 0.6),
  },
  Job: {
    'own job': { now: 0, ownJob: true, dataset: census },
    "other's job": { now: 0, ownJob: false, dataset: census },
    "other's job on own data set": { now: 0, ownJob: false, dataset: { ...census, owner: ME } },
    "other's job for a project of the caller": { now: 0, ownJob: false, dataset: census, project: JOINED },
    "other's job for a project of others": { now: 0, ownJob: false, dataset: census, project: FOREIGN },
  },
  Project: {
    'own project': { now: 0, project: { ...JOINED, owner: ME } },
    'own project, passkey not used': { now: 0, project: { ...JOINED, owner: ME }, ...UNSIGNED },
    'own project, signed by passkey': { now: 0, project: { ...JOINED, owner: ME }, ...SIGNED },
    'project, as a member': { now: 0, project: JOINED },
    'project, as a member about oneself': { now: 0, project: JOINED, self: true },
    "others' project": { now: 0, project: FOREIGN },
    "others' project, whose owner's account has ended": { now: 0, project: { ...FOREIGN, orphaned: true } },
    "others' project, about oneself": { now: 0, project: FOREIGN, self: true },
  },
  User: {
    'other user, as data-scientist': { now: 0, role: 'data-scientist' },
    'other user, as administrator': { now: 0, role: 'administrator' },
    'other user, passkey not used': { now: 0, role: 'data-scientist', ...UNSIGNED },
    'other user, signed by passkey': { now: 0, role: 'data-scientist', ...SIGNED },
    self: { now: 0, self: true, role: 'data-scientist' },
  },
};

function cell(roles: readonly Role[], action: string, context: DecisionContext): string {
  const decision = decide({ name: ME, roles, action, context });
  if (decision.permit) return decision.scope;
  return decision.rule === 'no-rule' ? '-' : 'never';
}

it('who may do what with what is as it was agreed', async () => {
  const types = resourceTypes();
  const rows = operations.flatMap(({ name, action }) =>
    Object.entries(OBJECTS)
      .filter(([type]) => types.get(action)?.includes(type) === true)
      .flatMap(([, objects]) => Object.entries(objects))
      .map(([object, context]) => [
        name,
        object,
        cell([], action, context),
        ...ROLES.map((role) => cell([role], action, context)),
      ]),
  );
  const table = [['operation', 'about', 'unknown', ...ROLES], ...rows];
  const widths = table[0]?.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0))) ?? [];
  const lines = table.map((row) =>
    row
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../matrix.txt');
});
