import { operations, ROLES, type Role } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { ACTIONS } from './actions.ts';
import type { DecisionContext } from './context.ts';
import { decide } from './decide.ts';
import { RULES } from './rules.ts';

const NOW = Date.parse('2026-11-24T00:00:00Z');
const census = { name: 'census', owned: false, publicMetadata: true, grants: [] };
const granted: DecisionContext = {
  now: NOW,
  dataset: { ...census, grants: [{ dataset: 'census', group: 'data-scientist' }] },
};
const owned: DecisionContext = { now: NOW, dataset: { ...census, owned: true } };

const permits = (role: Role | null, action: string, context: DecisionContext = {}): boolean =>
  decide({ roles: role === null ? [] : [role], action, context }).permit;

describe('the actions', () => {
  it('are exactly those that the operations name', () => {
    expect([...new Set(operations.map(({ action }) => action))].sort()).toEqual([...ACTIONS].sort());
  });

  it('are each permitted to somebody by some rule', () => {
    const permitted = new Set(RULES.filter(({ effect }) => effect === 'permit').flatMap(({ actions }) => actions));
    expect([...permitted].sort()).toEqual([...ACTIONS].sort());
  });

  it('are open to the unknown only where the operation is', () => {
    for (const operation of operations) expect(permits(null, operation.action)).toBe(operation.access === 'anyone');
  });
});

describe('the base policies', () => {
  it('have unique names', () => {
    expect(new Set(RULES.map(({ name }) => name)).size).toBe(RULES.length);
  });

  it('say who may do what, and when', () => {
    const everyone = ['anyone', ...ROLES] as const;
    const table = ACTIONS.map((action) => {
      const cells = everyone.map((who) => {
        const speaking = RULES.filter(
          (rule) =>
            rule.actions.includes(action) &&
            (rule.who === 'anyone' || (who !== 'anyone' && (rule.who === 'user' || rule.who.includes(who)))),
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
      user:approve | - | yes; never if about oneself | yes if the role is data-scientist; never if about oneself | never if about oneself | never
      user:reject | - | yes; never if about oneself | never if about oneself | never if about oneself | never
      user:disable | - | yes; never if about oneself | never if about oneself | never if about oneself | never
      user:password | - | yes | yes | yes | yes
      user:roles | - | yes; never if about oneself | never if about oneself | never if about oneself | never
      device:invite | - | yes | yes | yes | yes
      device:pair | yes | yes | yes | yes | yes
      device:list | - | yes | yes | yes | yes
      device:revoke | - | yes | yes | yes | yes
      dataset:add | - | never | yes | - | never
      dataset:list | - | - | yes | yes | yes
      dataset:info | - | - | yes if owns the data set | yes if its metadata are public | yes
      dataset:budget | - | yes if granted to a group of the caller | yes if owns the data set; yes if granted to a group of the caller | yes if granted to a group of the caller | yes
      dataset:sample | - | - | yes if owns the data set | yes if its metadata are public | -
      dataset:export | - | - | yes if owns the data set | - | -
      budget:show | - | yes if granted to a group of the caller | yes if owns the data set; yes if granted to a group of the caller | yes if granted to a group of the caller | yes
      budget:history | - | yes if granted to a group of the caller | yes if owns the data set; yes if granted to a group of the caller | yes if granted to a group of the caller | yes
      budget:forecast | - | yes if granted to a group of the caller | yes if owns the data set; yes if granted to a group of the caller | yes if granted to a group of the caller | yes
      budget:quota | - | - | yes if owns the data set | - | never
      budget:join | - | - | yes if owns the data set | - | never
      credential:add | - | - | yes | - | never
      credential:list | - | - | yes | - | -
      credential:remove | - | - | yes | - | never
      query:plan | - | never | yes if owns the data set; yes if granted to a group of the caller | yes if granted to a group of the caller | yes if granted to a group of the caller
      query:run | - | never | yes if granted to a group of the caller | yes if granted to a group of the caller | never
      query:result | - | never | yes if own job | yes if own job | yes if own job
      query:list | - | yes | yes | yes | yes
      query:cancel | - | yes if own job | yes if own job | yes if own job | never
      run:list | - | yes | yes | yes | yes
      run:info | - | yes if own job | yes if owns the data set; yes if own job | yes if own job | yes
      audit:read | - | yes | yes | - | yes
      platform:info | - | yes | - | - | yes"
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
    const without = RULES.filter(({ name }) => name !== 'administrators-read-no-data');
    const request = { roles: ['administrator', 'data-scientist'] as Role[], action: 'query:run', context: granted };
    expect(decide(request, without)).toEqual({ permit: true, rule: 'granted-groups-ask', scope: 'all' });
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
    const other = { now: NOW, dataset: { ...census, grants: [{ dataset: 'other', group: 'data-scientist' }] } };
    expect(permits('data-scientist', action, other)).toBe(false);
  });

  it('takes groups beside the roles', () => {
    const context = { now: NOW, dataset: { ...census, grants: [{ dataset: 'census', group: 'statistics' }] } };
    expect(decide({ roles: ['data-scientist'], groups: ['statistics'], action: 'query:run', context }).permit).toBe(
      true,
    );
    expect(permits('data-scientist', 'query:run', context)).toBe(false);
  });

  it('ends with the grant, and a grant that ends needs the time', () => {
    const until = (time: string, now?: number): DecisionContext => ({
      ...(now === undefined ? {} : { now }),
      dataset: { ...census, grants: [{ dataset: 'census', group: 'data-scientist', until: time }] },
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
