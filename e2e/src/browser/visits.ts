import type { Request } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { Quarantine } from '../quarantine.ts';
import { buildStudio, StudioInBrowser } from './studio.ts';

export const PROFILES = ['scientist', 'owner', 'admin'] as const;
export type Profile = (typeof PROFILES)[number];

/** Where each page of the route table is seen, and by whom. */
export const VISITS: Readonly<Record<string, readonly [profile: Profile, address: string]>> = {
  '/start': ['scientist', '/start'],
  '/login': ['scientist', '/login'],
  '/register': ['scientist', '/register'],
  '/confirm': ['scientist', '/confirm'],
  '/reset': ['scientist', '/reset'],
  '/**': ['scientist', '/nowhere'],
  '/devices': ['scientist', '/devices'],
  '/passkeys': ['scientist', '/passkeys'],
  '/sci/projects': ['scientist', '/sci/projects'],
  '/sci/projects/:project': ['scientist', '/sci/projects/scientist@example.org%2Flooked-at'],
  '/sci/datasets': ['scientist', '/sci/datasets'],
  '/sci/datasets/:name': ['scientist', '/sci/datasets/census'],
  '/sci/queries': ['scientist', '/sci/queries'],
  '/sci/queries/:tab': ['scientist', '/sci/queries/1'],
  '/own/datasets': ['owner', '/own/datasets'],
  '/own/datasets/:name': ['owner', '/own/datasets/census'],
  '/own/datasets/:name/edit/:step': ['owner', '/own/datasets/new-1/edit/connect'],
  '/own/requests': ['owner', '/own/requests'],
  '/own/people': ['owner', '/own/people'],
  '/own/budgets': ['owner', '/own/budgets'],
  '/own/budgets/:account': ['owner', '/own/budgets/us-1994'],
  '/own/policies': ['owner', '/own/policies'],
  '/own/policies/:dataset/:name/:view': ['owner', '/own/policies/census/data-scientist/form'],
  '/own/audit/about/:about': ['owner', '/own/audit/about/scientist@example.org'],
  '/own/audit': ['owner', '/own/audit'],
  '/adm/health': ['admin', '/adm/health'],
  '/adm/executors': ['admin', '/adm/executors'],
  '/adm/plugins': ['admin', '/adm/plugins'],
  '/adm/people': ['admin', '/adm/people'],
};
/** Further views of these pages, and pages for people of other roles. */
export const ALSO: readonly (readonly [profile: Profile, address: string])[] = [
  ['scientist', '/own/people'],
  ['owner', '/start'],
  ['owner', '/own/policies/census/data-scientist/text'],
  ['owner', '/own/policies/census/data-scientist/tester'],
  ['admin', '/start'],
];
/** Those that ask several things: a part of them may fail alone. */
export const IN_PARTS: readonly (readonly [profile: Profile, address: string])[] = [
  ['scientist', '/sci/projects/scientist@example.org%2Flooked-at'],
  ['scientist', '/sci/datasets/census'],
  ['scientist', '/sci/queries'],
  ['scientist', '/sci/queries/1'],
  ['owner', '/start'],
  ['owner', '/own/datasets/census'],
  ['owner', '/own/budgets/us-1994'],
  ['owner', '/own/policies/census/data-scientist/form'],
  ['owner', '/own/policies/census/data-scientist/tester'],
];
/** A request that fails on its way. */
export const AWAY = {
  status: 503,
  contentType: 'application/problem+json',
  body: JSON.stringify({
    code: 'PROXY_UNREACHABLE',
    title: 'Away',
    detail: 'The proxy cannot be reached.',
    remedy: 'Check the address and the line; then try again.',
    auditId: '3f0f1d54-6b13-4a35-9e3c-9a2f3d0e8b11',
  }),
};

/** Requests for what the platform holds; who one is stays with the gateway. */
export const DATA = /\/v1\/(?!session)/;

/** What a page asks, whatever it asks it with; undefined for what the search asks on every page. */
export function askedBy(request: Request): string | undefined {
  const asked = `${request.method()} ${new URL(request.url()).pathname}`;
  return asked === 'GET /v1/datasets' ? undefined : asked;
}

/** Studi0 of each profile, while the tests of a file run, and a project to look at. */
export function everyStudio(quarantine: Quarantine): Readonly<Record<Profile, StudioInBrowser>> {
  const studios = {} as Record<Profile, StudioInBrowser>;
  beforeAll(async () => {
    buildStudio();
    await quarantine.json('scientist', ['project', 'create', 'looked-at']);
    await Promise.all(
      PROFILES.map(async (profile) => {
        studios[profile] = await StudioInBrowser.open(quarantine, profile);
      }),
    );
  });
  afterAll(() => Promise.all(PROFILES.map((profile) => studios[profile].close())));
  return studios;
}
