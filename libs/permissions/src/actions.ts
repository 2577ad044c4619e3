/** Resources and what may be done with them. Every operation of the product names one of these as `resource:verb`. */
export const RESOURCES = {
  user: [
    'register',
    'confirm',
    'login',
    'logout',
    'whoami',
    'list',
    'approve',
    'reject',
    'disable',
    'password',
    'reset-password',
    'new-password',
    'roles',
    'groups',
  ],
  group: ['create', 'list'],
  device: ['invite', 'pair', 'list', 'revoke'],
  project: ['create', 'list', 'info', 'add-member', 'remove-member', 'hand-over'],
  passkey: ['offer', 'add', 'list', 'remove', 'challenge', 'login', 'confirm'],
  dataset: ['add', 'list', 'info', 'budget', 'sample', 'export', 'files', 'simulate'],
  budget: ['show', 'history', 'forecast', 'quota', 'join'],
  credential: ['add', 'list', 'remove'],
  query: ['plan', 'run', 'result', 'list', 'cancel'],
  run: ['list', 'info'],
  access: ['request', 'list', 'approve', 'reject'],
  policy: ['list', 'show', 'set', 'remove', 'test', 'diff'],
  audit: ['read'],
  platform: ['info'],
  executor: ['list', 'check'],
  plugin: ['list'],
} as const;

type Resources = typeof RESOURCES;
export type Action = { [R in keyof Resources]: `${R}:${Resources[R][number]}` }[keyof Resources];

export const ACTIONS = Object.entries(RESOURCES).flatMap(([resource, verbs]) =>
  verbs.map((verb) => `${resource}:${verb}` as Action),
);

export function isAction(text: string): text is Action {
  return (ACTIONS as readonly string[]).includes(text);
}

/** What the own policy of a data set may permit: asking it, seeing what that costs, and requesting access. */
export const GRANTABLE = [
  'query:plan',
  'query:run',
  'dataset:budget',
  'budget:show',
  'budget:history',
  'budget:forecast',
  'access:request',
] as const satisfies readonly Action[];

/** What an own policy may forbid. Nobody can be kept from a record, an auditor from nothing that is read. */
export const FORBIDDABLE = ['query:plan', 'query:run'] as const satisfies readonly Action[];
