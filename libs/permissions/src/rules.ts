import type { Role } from '@dq0/protocol';
import type { Action } from './actions.ts';
import type { Condition } from './context.ts';

/** What a permitted list or look-up may show: everything, that of one's own data sets, or one's own alone. */
export type Scope = 'all' | 'own-datasets' | 'own';

export interface Rule {
  /** Recorded with each decision. */
  readonly name: string;
  readonly effect: 'permit' | 'forbid';
  /** `anyone` need not be known; `user` is every approved user; else one of the roles. */
  readonly who: 'anyone' | 'user' | readonly Role[];
  readonly actions: readonly Action[];
  readonly when?: Condition;
  /** Default: all. */
  readonly scope?: Scope;
}

/** The base policies. A `forbid` wins over every `permit`; where no rule speaks the answer is no. */
export const RULES: readonly Rule[] = [
  {
    name: 'anyone-may-apply-and-log-in',
    effect: 'permit',
    who: 'anyone',
    actions: ['user:register', 'user:confirm', 'user:login', 'device:pair'],
  },
  {
    name: 'users-know-themselves',
    effect: 'permit',
    who: 'user',
    actions: ['user:whoami', 'user:logout', 'user:password', 'device:invite', 'device:list', 'device:revoke'],
    scope: 'own',
  },
  {
    name: 'administrators-manage-users',
    effect: 'permit',
    who: ['administrator'],
    actions: ['user:list', 'user:approve', 'user:reject', 'user:disable', 'user:roles', 'device:list', 'device:revoke'],
  },
  { name: 'administrators-watch-the-platform', effect: 'permit', who: ['administrator'], actions: ['platform:info'] },
  { name: 'administrators-read-audit', effect: 'permit', who: ['administrator'], actions: ['audit:read'] },
  { name: 'owners-see-applicants', effect: 'permit', who: ['data-owner'], actions: ['user:list'] },
  {
    name: 'owners-admit-scientists',
    effect: 'permit',
    who: ['data-owner'],
    actions: ['user:approve'],
    when: 'the role is data-scientist',
  },
  { name: 'owners-publish', effect: 'permit', who: ['data-owner'], actions: ['dataset:add'] },
  {
    name: 'owners-keep-their-credentials',
    effect: 'permit',
    who: ['data-owner'],
    actions: ['credential:add', 'credential:list', 'credential:remove'],
    scope: 'own',
  },
  {
    name: 'owners-list-what-they-own',
    effect: 'permit',
    who: ['data-owner'],
    actions: ['dataset:list', 'run:list', 'audit:read'],
    scope: 'own-datasets',
  },
  {
    name: 'owners-inspect-what-they-own',
    effect: 'permit',
    who: ['data-owner'],
    actions: ['dataset:info', 'dataset:budget', 'dataset:sample', 'dataset:export', 'query:plan', 'run:info'],
    when: 'owns the data set',
    scope: 'own-datasets',
  },
  { name: 'scientists-find-data-sets', effect: 'permit', who: ['data-scientist'], actions: ['dataset:list'] },
  {
    name: 'scientists-read-public-metadata',
    effect: 'permit',
    who: ['data-scientist'],
    actions: ['dataset:info', 'dataset:sample'],
    when: 'its metadata are public',
  },
  {
    name: 'granted-groups-ask',
    effect: 'permit',
    who: 'user',
    actions: ['query:plan', 'query:run', 'dataset:budget'],
    when: 'granted to a group of the caller',
  },
  {
    name: 'owners-keep-the-budgets-of-what-they-own',
    effect: 'permit',
    who: ['data-owner'],
    actions: ['budget:show', 'budget:history', 'budget:forecast', 'budget:quota', 'budget:join'],
    when: 'owns the data set',
    scope: 'all',
  },
  {
    name: 'granted-groups-see-budgets',
    effect: 'permit',
    who: 'user',
    actions: ['budget:show', 'budget:history', 'budget:forecast'],
    when: 'granted to a group of the caller',
    scope: 'own',
  },
  { name: 'users-list-their-jobs', effect: 'permit', who: 'user', actions: ['query:list', 'run:list'], scope: 'own' },
  {
    name: 'users-follow-their-jobs',
    effect: 'permit',
    who: 'user',
    actions: ['query:result', 'query:cancel', 'run:info'],
    when: 'own job',
    scope: 'own',
  },
  {
    name: 'auditors-read-everything',
    effect: 'permit',
    who: ['auditor'],
    actions: [
      'audit:read',
      'user:list',
      'device:list',
      'dataset:list',
      'dataset:info',
      'dataset:budget',
      'run:list',
      'run:info',
      'platform:info',
      'budget:show',
      'budget:history',
      'budget:forecast',
    ],
  },
  {
    name: 'administrators-read-no-data',
    effect: 'forbid',
    who: ['administrator'],
    actions: ['query:plan', 'query:run', 'query:result', 'dataset:add'],
  },
  {
    name: 'auditors-change-nothing',
    effect: 'forbid',
    who: ['auditor'],
    actions: [
      'user:approve',
      'user:reject',
      'user:disable',
      'user:roles',
      'dataset:add',
      'query:run',
      'query:cancel',
      'budget:quota',
      'budget:join',
      'credential:add',
      'credential:remove',
    ],
  },
  {
    name: 'nobody-decides-about-themselves',
    effect: 'forbid',
    who: 'user',
    actions: ['user:approve', 'user:reject', 'user:disable', 'user:roles'],
    when: 'about oneself',
  },
];
