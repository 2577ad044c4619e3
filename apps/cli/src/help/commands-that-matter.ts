import type { Role } from '@dq0/protocol';

const NEWCOMER = [
  'proxy:add',
  'user:register',
  'user:confirm',
  'user:login',
  'fingerprint',
  'data:list',
  'query:run',
  'doctor',
];

/** Eight commands for each role: what its people do every day. */
const BY_ROLE: Readonly<Record<Role, readonly string[]>> = {
  'data-scientist': [
    'data:list',
    'data:info',
    'data:sample',
    'query:plan',
    'query:run',
    'query:result',
    'studio',
    'doctor',
  ],
  'data-owner': ['data:add', 'data:list', 'data:info', 'policy:set', 'budget:show', 'studio', 'audit:verify', 'doctor'],
  administrator: [
    'user:list',
    'user:approve',
    'user:reject',
    'user:disable',
    'studio',
    'run:list',
    'audit:verify',
    'doctor',
  ],
  auditor: [
    'audit:export',
    'audit:verify',
    'run:list',
    'run:info',
    'data:list',
    'data:budget',
    'user:whoami',
    'doctor',
  ],
};

/** @param roles of the user who is logged in; none for a newcomer */
export function commandsThatMatter(roles: readonly Role[]): readonly string[] {
  const [first] = roles;
  return first === undefined ? NEWCOMER : BY_ROLE[first];
}
