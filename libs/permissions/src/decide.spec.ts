import { operations, ROLES, type Role } from '@dq0/protocol';
import { validate } from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from './actions.ts';
import type { DecisionContext } from './context.ts';
import { SHIPPED, type BasePolicy } from './base-policies.ts';
import { actionsOf, namedBy } from './cedar/scope.ts';
import { decide } from './decide.ts';
import { SHIPPED_POLICIES } from './shipped/policies.ts';
import { SCHEMA } from './shipped/schema.ts';
import { formToText } from './own/policy-form.ts';
import { statementsOf } from './own/read-policy.ts';
import type { Statement } from './own/statement.ts';

const NOW = Date.parse('2026-11-24T00:00:00Z');
const ME = 'me@example.org';
const census = { name: 'census', owner: 'you@example.org', publicMetadata: true };
const grant = (group: string, { dataset = 'census', until }: { dataset?: string; until?: string } = {}): Statement[] =>
  statementsOf(
    `${dataset}/${group}`,
    formToText({ group, until: until ?? null, epsilon: null, purpose: null, share: null }, { dataset, name: group }),
  );
const granted: DecisionContext = { now: NOW, dataset: { ...census, own: grant('data-scientist') } };
const owned: DecisionContext = { now: NOW, dataset: { ...census, owner: ME } };

const permits = (role: Role | null, action: string, context: DecisionContext = {}): boolean =>
  decide({ name: ME, roles: role === null ? [] : [role], action, context }).permit;

/** Whether a shipped policy is about people of a kind. */
function concerns({ json }: BasePolicy, who: string): boolean {
  const named = namedBy(json.principal);
  return named === undefined || (who !== 'anyone' && (named.id === 'user' || named.id === who));
}

describe('the actions', () => {
  it('are exactly those that the operations name', () => {
    expect([...new Set(operations.map(({ action }) => action))].sort()).toEqual([...ACTIONS].sort());
  });

  it('are each permitted to somebody by some rule', () => {
    const permitting = SHIPPED.policies.filter(({ effect }) => effect === 'permit');
    const permitted = new Set(permitting.flatMap(({ json }) => actionsOf(json) ?? []));
    expect([...permitted].sort()).toEqual([...ACTIONS].sort());
  });

  it('are open to the unknown only where the operation is', () => {
    for (const operation of operations) expect(permits(null, operation.action)).toBe(operation.access === 'anyone');
  });
});

describe('the base policies', () => {
  it('have unique names', () => {
    expect(new Set(SHIPPED.policies.map(({ name }) => name)).size).toBe(SHIPPED.policies.length);
  });

  it('hold by the schema', () => {
    const answer = validate({ schema: SCHEMA, policies: { staticPolicies: SHIPPED_POLICIES } });
    expect(answer).toMatchObject({ type: 'success', validationErrors: [], validationWarnings: [] });
  });

  it('say in words whether they have a condition', () => {
    for (const { name, when, json } of SHIPPED.policies) {
      expect([name, when !== undefined]).toEqual([name, json.conditions.length > 0 || json.resource.op !== 'All']);
    }
  });

  it('say who may do what, and when', () => {
    const everyone = ['anyone', ...ROLES] as const;
    const table = ACTIONS.map((action) => {
      const cells = everyone.map((who) => {
        const speaking = SHIPPED.policies.filter(
          (policy) => actionsOf(policy.json)?.includes(action) === true && concerns(policy, who),
        );
        const words = speaking.map(
          ({ effect, when }) => (effect === 'forbid' ? 'never' : 'yes') + (when ? ` if ${when}` : ''),
        );
        return words.includes('never') ? 'never' : words.includes('yes') ? only(words, 'yes') : words.join('; ') || '-';
      });
      return [action, ...cells].join(' | ');
    });
    expect(['action | ' + everyone.join(' | '), ...table].join('\n')).toMatchInlineSnapshot(`
      "action | anyone | administrator | data-owner | data-scientist | auditor
      user:register | yes | yes | yes | yes | yes
      user:confirm | yes | yes | yes | yes | yes
      user:login | yes | yes | yes | yes | yes
      user:logout | - | yes | yes | yes | yes
      user:whoami | - | yes | yes | yes | yes
      user:list | - | yes | yes | - | yes
      user:approve | - | yes; never if about oneself; never if a passkey is registered and did not sign this very decision | yes if the role is data-scientist; never if about oneself; never if a passkey is registered and did not sign this very decision | never if about oneself; never if a passkey is registered and did not sign this very decision | never
      user:reject | - | yes; never if about oneself; never if a passkey is registered and did not sign this very decision | never if about oneself; never if a passkey is registered and did not sign this very decision | never if about oneself; never if a passkey is registered and did not sign this very decision | never
      user:disable | - | yes; never if about oneself; never if a passkey is registered and did not sign this very decision | never if about oneself; never if a passkey is registered and did not sign this very decision | never if about oneself; never if a passkey is registered and did not sign this very decision | never
      user:password | - | yes | yes | yes | yes
      user:reset-password | yes | yes | yes | yes | yes
      user:new-password | yes | yes | yes | yes | yes
      user:roles | - | yes; never if about oneself; never if a passkey is registered and did not sign this very decision | never if about oneself; never if a passkey is registered and did not sign this very decision | never if about oneself; never if a passkey is registered and did not sign this very decision | never
      user:groups | - | yes; never if about oneself; never if a passkey is registered and did not sign this very decision | never if about oneself; never if a passkey is registered and did not sign this very decision | never if about oneself; never if a passkey is registered and did not sign this very decision | never
      group:create | - | yes | - | - | never
      group:list | - | yes | yes | - | yes
      device:invite | - | yes | yes | yes | yes
      device:pair | yes | yes | yes | yes | yes
      device:list | - | yes | yes | yes | yes
      device:revoke | - | yes | yes | yes | yes
      project:create | - | yes | yes | yes | never
      project:list | - | yes | yes | yes | yes
      project:info | - | yes if a member | yes if a member | yes if a member | yes
      project:add-member | - | yes if owns it; never if a passkey is registered and did not sign this very decision | yes if owns it; never if a passkey is registered and did not sign this very decision | yes if owns it; never if a passkey is registered and did not sign this very decision | never
      project:remove-member | - | yes if owns it; yes if a member, about oneself; never if a passkey is registered and did not sign this very decision | yes if owns it; yes if a member, about oneself; never if a passkey is registered and did not sign this very decision | yes if owns it; yes if a member, about oneself; never if a passkey is registered and did not sign this very decision | never
      project:hand-over | - | yes if owns it; yes if the account of its owner has ended; never if a passkey is registered and did not sign this very decision | yes if owns it; never if a passkey is registered and did not sign this very decision | yes if owns it; never if a passkey is registered and did not sign this very decision | never
      passkey:offer | - | yes | yes | yes | yes
      passkey:add | - | yes; never if a passkey is registered and did not sign this very decision | yes; never if a passkey is registered and did not sign this very decision | yes; never if a passkey is registered and did not sign this very decision | yes; never if a passkey is registered and did not sign this very decision
      passkey:list | - | yes | yes | yes | yes
      passkey:remove | - | yes; never if a passkey is registered and did not sign this very decision | yes; never if a passkey is registered and did not sign this very decision | yes; never if a passkey is registered and did not sign this very decision | yes; never if a passkey is registered and did not sign this very decision
      passkey:challenge | yes | yes | yes | yes | yes
      passkey:login | yes | yes | yes | yes | yes
      passkey:confirm | - | yes | yes | yes | yes
      dataset:add | - | never | yes | - | never
      dataset:list | - | - | yes | yes | yes
      dataset:info | - | - | yes if owns the data set | yes if its metadata are public | yes
      dataset:budget | - | yes if granted to a group of the caller | yes if owns the data set; yes if granted to a group of the caller | yes if granted to a group of the caller | yes
      dataset:sample | - | - | yes if owns the data set | yes if its metadata are public | -
      dataset:export | - | - | yes if owns the data set | - | -
      dataset:files | - | never | yes | - | -
      dataset:simulate | - | never | yes | - | -
      budget:show | - | yes if granted to a group of the caller | yes if owns the data set; yes if granted to a group of the caller | yes if granted to a group of the caller | yes
      budget:history | - | yes if granted to a group of the caller | yes if owns the data set; yes if granted to a group of the caller | yes if granted to a group of the caller | yes
      budget:forecast | - | yes if granted to a group of the caller | yes if owns the data set; yes if granted to a group of the caller | yes if granted to a group of the caller | yes
      budget:quota | - | never if a passkey is registered and did not sign this very decision | yes if owns the data set; never if a passkey is registered and did not sign this very decision | never if a passkey is registered and did not sign this very decision | never
      budget:join | - | - | yes if owns the data set | - | never
      credential:add | - | - | yes | - | never
      credential:list | - | - | yes | - | -
      credential:remove | - | - | yes | - | never
      query:plan | - | never | yes if owns the data set; yes if granted to a group of the caller; never if an own policy forbids | yes if granted to a group of the caller; never if an own policy forbids | yes if granted to a group of the caller; never if an own policy forbids
      query:run | - | never | yes if granted to a group of the caller; never if an own policy forbids | yes if granted to a group of the caller; never if an own policy forbids | never
      query:result | - | never | yes if own job | yes if own job | yes if own job
      query:list | - | yes | yes | yes | yes
      query:cancel | - | yes if own job | yes if own job | yes if own job | never
      run:list | - | yes | yes | yes | yes
      run:info | - | yes if own job; yes if of a project of the caller | yes if owns the data set; yes if own job; yes if of a project of the caller | yes if own job; yes if of a project of the caller | yes
      access:request | - | never | yes if granted to a group of the caller | yes if granted to a group of the caller | never
      access:list | - | yes | yes | yes | yes
      access:approve | - | never | yes if owns the data set; never if a passkey is registered and did not sign this very decision | never if a passkey is registered and did not sign this very decision | never
      access:reject | - | never if a passkey is registered and did not sign this very decision | yes if owns the data set; never if a passkey is registered and did not sign this very decision | never if a passkey is registered and did not sign this very decision | never
      policy:list | - | yes | yes | - | yes
      policy:show | - | yes if of the platform | yes if owns the data set | - | yes
      policy:set | - | yes if of the platform; never if of a data set; never if a passkey is registered and did not sign this very decision | yes if owns the data set; never if a passkey is registered and did not sign this very decision | never if a passkey is registered and did not sign this very decision | never
      policy:remove | - | yes if of the platform; never if of a data set; never if a passkey is registered and did not sign this very decision | yes if owns the data set; never if a passkey is registered and did not sign this very decision | never if a passkey is registered and did not sign this very decision | never
      policy:test | - | - | yes if owns the data set | - | yes
      policy:diff | - | yes if of the platform | yes if owns the data set | - | yes
      audit:read | - | yes | yes | - | yes
      platform:info | - | yes | - | - | yes
      executor:list | - | yes | - | - | yes
      executor:check | - | yes | - | - | never
      plugin:list | - | yes | - | - | yes"
    `);
  });
});

/** An unconditional yes swallows conditional ones; a conditional never stays. */
function only(words: readonly string[], word: string): string {
  return [word, ...words.filter((other) => other.startsWith('never'))].join('; ');
}

describe('a decision', () => {
  it('is no where no rule speaks, and names why', () => {
    expect(decide({ roles: ['auditor'], action: 'dataset:sample' })).toEqual({ permit: false, rule: 'no-rule' });
    expect(decide({ roles: [...ROLES], action: 'dataset:delete' })).toEqual({ permit: false, rule: 'unknown-action' });
    expect(decide({ roles: [], action: 'user:whoami' })).toEqual({ permit: false, rule: 'no-rule' });
  });

  it('lets a forbid win over any permit', () => {
    const roles: Role[] = ['administrator', 'data-scientist'];
    expect(decide({ roles, action: 'query:run', context: granted })).toEqual({
      permit: false,
      rule: 'administrators-read-no-data',
    });
    expect(decide({ roles: ['administrator'], action: 'user:approve', context: { self: true } })).toEqual({
      permit: false,
      rule: 'nobody-decides-about-themselves',
    });
  });

  it('would be yes without the forbidding rule: it is the rule that decides', () => {
    const without = SHIPPED.without('administrators-read-no-data');
    const request = { roles: ['administrator', 'data-scientist'] as Role[], action: 'query:run', context: granted };
    expect(decide(request, without)).toEqual({
      permit: true,
      rule: 'granted-groups-ask',
      scope: 'all',
      policy: 'census/data-scientist',
    });
  });

  it('says what a list may show: the widest that any role gives', () => {
    const scopeOf = (roles: Role[]): unknown => decide({ roles, action: 'run:list' });
    expect(scopeOf(['data-scientist'])).toMatchObject({ scope: 'own' });
    expect(scopeOf(['data-scientist', 'data-owner'])).toMatchObject({ scope: 'own-datasets' });
    expect(scopeOf(['data-owner', 'auditor'])).toMatchObject({ scope: 'all', rule: 'auditors-read-everything' });
  });
});

describe('asking about a data set', () => {
  it.each(['query:plan', 'query:run'])('needs a grant to a group of the caller: %s', (action) => {
    expect(permits('data-scientist', action, granted)).toBe(true);
    expect(permits('data-scientist', action, { now: NOW, dataset: census })).toBe(false);
    expect(permits('data-scientist', action)).toBe(false);
    expect(permits(null, action, granted)).toBe(false);
    const other = { now: NOW, dataset: { ...census, own: grant('data-scientist', { dataset: 'other' }) } };
    expect(permits('data-scientist', action, other)).toBe(false);
  });

  it('takes groups beside the roles', () => {
    const context = { now: NOW, dataset: { ...census, own: grant('statistics') } };
    expect(decide({ roles: ['data-scientist'], groups: ['statistics'], action: 'query:run', context }).permit).toBe(
      true,
    );
    expect(permits('data-scientist', 'query:run', context)).toBe(false);
    const asked = { groups: ['statistics'], action: 'query:run', context };
    expect([decide({ roles: ['user'], ...asked }).permit, decide({ roles: [], ...asked }).permit]).toEqual([
      true,
      false,
    ]);
  });

  it('ends with the grant, and a grant that ends needs the time', () => {
    const until = (time: string, now?: number): DecisionContext => ({
      ...(now === undefined ? {} : { now }),
      dataset: { ...census, own: grant('data-scientist', { until: time }) },
    });
    expect(permits('data-scientist', 'query:run', until('2026-11-24T00:00:01Z', NOW))).toBe(true);
    expect(permits('data-scientist', 'query:run', until('2026-11-24T00:00:00Z', NOW))).toBe(false);
    expect(permits('data-scientist', 'query:run', until('2026-11-24T00:00:01Z'))).toBe(false);
  });

  it('is not free for owners: they inspect and plan, and run nothing without a grant', () => {
    for (const action of ['dataset:info', 'dataset:budget', 'dataset:sample', 'query:plan', 'run:info']) {
      expect(permits('data-owner', action, owned)).toBe(true);
      expect(permits('data-owner', action, { now: NOW, dataset: census })).toBe(false);
    }
    expect(permits('data-owner', 'query:run', owned)).toBe(false);
  });

  it('is never for the administrator, who reads no data', () => {
    for (const action of ['query:plan', 'query:run', 'query:result', 'dataset:sample', 'run:list']) {
      const context = { ...granted, ...owned };
      expect(permits('administrator', action, context)).toBe(action === 'run:list');
    }
    expect(decide({ roles: ['administrator'], action: 'run:list' })).toMatchObject({ scope: 'own' });
  });
});

describe('approving users', () => {
  it('is for administrators, and for owners only where the role is data-scientist', () => {
    for (const role of ROLES) {
      expect(permits('administrator', 'user:approve', { role })).toBe(true);
      expect(permits('data-owner', 'user:approve', { role })).toBe(role === 'data-scientist');
      expect(permits('data-scientist', 'user:approve', { role })).toBe(false);
      expect(permits('auditor', 'user:approve', { role })).toBe(false);
    }
  });
});

describe('who has a passkey', () => {
  const RULE = 'who-has-a-passkey-decides-with-it';
  const DECISIONS = operations.filter(({ stepUp }) => stepUp === true).map(({ action }) => action);
  const project = { name: `${ME}/churn`, owner: ME, member: true };
  /** Whoever may decide this at all: the owner of what it is about, or an administrator. */
  const ask = (action: string, context: DecisionContext, base = SHIPPED) => {
    const owns = /^(budget|access|policy):/.test(action);
    const about = owns ? { dataset: { ...census, owner: ME } } : { project };
    const roles: Role[] = [owns ? 'data-owner' : 'administrator'];
    return decide({ name: ME, roles, action, context: { ...about, ...context } }, base);
  };

  it('decides by it whatever an operation may be confirmed by, and nothing else', () => {
    const named = SHIPPED.policies.filter(({ name }) => name === RULE).flatMap(({ json }) => actionsOf(json) ?? []);
    expect(named.sort()).toEqual([...DECISIONS].sort());
  });

  it('may revoke a device without it, and end the session: what was stolen is stopped at once', () => {
    const context: DecisionContext = { passkey: true, authentication: 'password' };
    for (const action of ['device:revoke', 'user:logout', 'user:password']) {
      expect(permits('data-scientist', action, context)).toBe(true);
    }
  });

  it.each(DECISIONS)('decides by its signature alone: %s', (action) => {
    for (const authentication of ['password', 'passkey', 'machine', undefined] as const) {
      const context = { passkey: true, ...(authentication === undefined ? {} : { authentication }) };
      expect(ask(action, context)).toEqual({ permit: false, rule: RULE });
      expect(ask(action, { ...context, passkey: false }).permit).toBe(true);
      expect(ask(action, context, SHIPPED.without(RULE)).permit).toBe(true);
    }
    expect(ask(action, { passkey: true, authentication: 'step-up' }).permit).toBe(true);
  });

  it('may be known by it to the policies of owners', () => {
    const own = statementsOf(
      'census/strong',
      `permit (principal in Group::"data-scientist", action == Action::"query:run", resource == Dataset::"census")
       when { context has authentication && context.authentication == "passkey" };`,
    );
    const strong = (authentication?: 'password' | 'passkey') =>
      permits('data-scientist', 'query:run', {
        now: NOW,
        dataset: { ...census, own },
        ...(authentication === undefined ? {} : { authentication }),
      });
    expect([strong('passkey'), strong('password'), strong()]).toEqual([true, false, false]);
  });
});
