import { checkExecutor, infoPlatform, listExecutors, listPlugins } from '@dq0/protocol';
import type { Page, Route } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { accessibleInEveryLook } from './looks.ts';
import { pagesOf } from './route-table.ts';
import { findings, write } from './studio.ts';
import { ALSO, askedBy, AWAY, DATA, everyStudio, IN_PARTS, type Profile, PROFILES, VISITS } from './visits.ts';

const quarantine = new Quarantine(inject('home'));
/** What the platform answers where there is nothing yet. */
const NOTHING = {
  datasets: [],
  preparing: [],
  users: [],
  queries: [],
  runs: [],
  policies: [],
  files: [],
  credentials: [],
  devices: [],
  passkeys: [],
  groups: [],
  projects: [],
  requests: [],
  executors: [],
  plugins: [],
  refused: [],
  rows: [],
  spends: [],
  version: 1,
  more: false,
  head: { number: 0, hash: '0'.repeat(64) },
};
const EMPTY: readonly (readonly [profile: Profile, address: string])[] = [
  ['scientist', '/start'],
  ['scientist', '/sci/datasets'],
  ['scientist', '/sci/projects'],
  ['scientist', '/sci/queries'],
  ['owner', '/start'],
  ['owner', '/own/datasets'],
  ['owner', '/own/datasets/new-1/edit/connect'],
  ['owner', '/own/budgets'],
  ['owner', '/own/policies'],
  ['owner', '/own/people'],
  ['owner', '/own/requests'],
  ['owner', '/own/audit'],
  ['admin', '/adm/executors'],
  ['admin', '/adm/plugins'],
  ['admin', '/adm/people'],
];
/** Pages that ask the platform nothing when they open, or whose only question has no answer to show. */
const QUIET: ReadonlySet<string> = new Set([
  '/login',
  '/register',
  '/confirm',
  '/reset',
  '/nowhere',
  '/own/people of scientist',
]);
const ANSWER = {
  job: '3f0f1d54-6b13-4a35-9e3c-9a2f3d0e8b11',
  state: 'released',
  columns: [],
  rows: [],
  intervals: [],
  confidence: 0.95,
  spent: { epsilon: 0.5, delta: 1e-7, share: 0.003 },
  remaining: { share: 0.9, more: 200 },
  reused: false,
  check: 'green',
};
const REFUSAL = { code: 'EPSILON_LIMIT', message: 'Too much.', remedy: 'Ask for less.', position: null };

const studios = everyStudio(quarantine);

async function windowOf(profile: Profile): Promise<Page> {
  const { page } = await studios[profile].window();
  // One draft of the wizard, which lives in the browser alone.
  if (profile === 'owner') {
    await visit(page, profile, '/own/datasets');
    await page.getByRole('button', { name: 'Publish a data set' }).click();
    await page.waitForURL('**/new-1/edit/connect');
  }
  return page;
}

async function visit(page: Page, profile: Profile, address: string): Promise<void> {
  await page.goto(studios[profile].base + address);
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
}

describe.skipIf(chromium === undefined)(`Studi0 is accessible${WITHOUT}`, () => {
  it('on every page of its route table, and what is wrong there would be found', async () => {
    expect(Object.keys(VISITS).sort()).toEqual([...pagesOf()].sort());
    const page = await windowOf('scientist');
    await visit(page, 'scientist', '/login');
    await page.evaluate(() => {
      const faint = document.createElement('p');
      faint.textContent = 'hard to read';
      faint.className = 'planted';
      faint.style.setProperty('color', '#e9e9e9');
      document.querySelector('main')?.append(faint);
    });
    expect(await findings(page)).toEqual([expect.stringMatching(/^color-contrast: .*planted/)]);
    await page.context().close();
  });

  describe.each(PROFILES)('to %s', (profile) => {
    const of = (list: readonly (readonly [Profile, string])[]): string[] =>
      list.filter(([whose]) => whose === profile).map(([, address]) => address);
    const pages = of([...Object.values(VISITS), ...ALSO]);

    it('with everything there', async () => {
      const page = await windowOf(profile);
      for (const address of pages) {
        await visit(page, profile, address);
        await page.waitForLoadState('networkidle');
        // One row looks like the next, and there are hundreds.
        if (address === '/own/audit') await page.getByRole('searchbox').fill('policy:set');
        await accessibleInEveryLook(page, address);
      }
      await page.context().close();
    });

    it('while it loads, when the platform fails, and when nothing answers', async () => {
      const page = await windowOf(profile);
      let platform: (route: Route) => unknown = () => undefined;
      let held: Route[] = [];
      await page.route(DATA, (route) => platform(route));
      for (const address of pages) {
        held = [];
        platform = (route) => held.push(route);
        await visit(page, profile, address);
        await accessibleInEveryLook(page, `${address}, loading`);
        const asked = new Set(held.flatMap((route) => askedBy(route.request()) ?? []));
        // Each part that may fail alone is looked at in unread-parts.e2e.ts.
        if (asked.size > 1) expect(IN_PARTS).toContainEqual([profile, address]);
        if (QUIET.has(address) || QUIET.has(`${address} of ${profile}`)) continue;
        platform = (route) => route.fulfill(AWAY);
        await Promise.all(held.map((route) => route.fulfill(AWAY)));
        const again = page.getByRole('button', { name: 'Try again' }).first();
        await again.waitFor();
        await accessibleInEveryLook(page, `${address}, failed`);
        platform = (route) => route.abort();
        await again.click();
        await page.getByText('Studi0 on this machine does not answer.').first().waitFor();
        await accessibleInEveryLook(page, `${address}, offline`);
      }
      await page.context().close();
    });

    it('where there is nothing yet', async () => {
      const page = await windowOf(profile);
      await page.route(DATA, (route) => route.fulfill({ json: NOTHING }));
      for (const address of of(EMPTY)) {
        await visit(page, profile, address);
        await page.waitForLoadState('networkidle');
        await accessibleInEveryLook(page, `${address}, empty`);
      }
      await page.context().close();
    });
  });

  it('when somebody waits to be let in', async () => {
    const user = {
      email: 'applicant@example.org',
      state: 'waiting',
      roles: [],
      groups: [],
      fingerprint: Array.from({ length: 12 }, () => '12345').join(' '),
      since: '2026-11-24T00:00:00Z',
    };
    for (const [profile, address] of [
      ['owner', '/own/people'],
      ['admin', '/adm/people'],
    ] as const) {
      const page = await windowOf(profile);
      await page.route('**/v1/users*', (route) => route.fulfill({ json: { users: [user] } }));
      await visit(page, profile, address);
      await page.getByRole('heading', { name: 'Let applicant@example.org in?' }).waitFor();
      await page.getByRole('textbox').first().fill('99999');
      await accessibleInEveryLook(page, `${address}, waiting`);
      await page.context().close();
    }
    const page = await windowOf('scientist');
    await page.route('**/v1/users/confirm', (route) => route.fulfill({ json: { state: 'waiting' } }));
    await visit(page, 'scientist', '/confirm?email=applicant@example.org');
    await page.getByLabel('Code').fill('AAAA-AAAA');
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'A person decides now' }).waitFor();
    await accessibleInEveryLook(page, '/confirm, waiting');
    await page.context().close();
  });

  it('when the platform needs a look', async () => {
    const page = await windowOf('admin');
    await page.route('**/v1/platform', (route) => route.fulfill({ json: infoPlatform.example.output }));
    await visit(page, 'admin', '/adm/health');
    await page.getByRole('heading', { name: 'The disk is nearly full' }).waitFor();
    await accessibleInEveryLook(page, '/adm/health, warned');
    await page.context().close();
  });

  it('when an executor is checked, holds or does not, and when plugins are refused', async () => {
    const page = await windowOf('admin');
    const look = async (name: string, says: string): Promise<void> => {
      await page.getByText(says, { exact: false }).first().waitFor();
      await accessibleInEveryLook(page, `/adm/executors, ${name}`);
    };
    const check = page.getByRole('button', { name: 'Check now' });
    let answer: (route: Route) => unknown = () => undefined;
    await page.route('**/v1/executors/local/check', (route) => answer(route));
    await visit(page, 'admin', '/adm/executors');
    await check.click();
    await look('being checked', 'A job without data tries to break out.');
    const { output } = checkExecutor.example;
    const findings = output.findings.map((finding) => {
      return { ...finding, ok: false, found: 'It shares the network.', remedy: 'Install bubblewrap.' };
    });
    answer = (route) => route.fulfill({ json: { ...output, kind: 'none', ok: false, findings } });
    await page.reload();
    await check.click();
    await look('failed', 'One finding needs a look.');
    answer = (route) => route.fulfill(AWAY);
    await check.click();
    await look('not checked', 'The proxy cannot be reached.');

    const [executor] = listExecutors.example.output.executors;
    const environment = { ...executor!.environments[0]!, state: 'failed', bytes: null, remedy: 'Build it again.' };
    const open = { ...executor, kind: 'none', isolation: [], environments: [environment] };
    await page.route('**/v1/executors', (route) => route.fulfill({ json: { executors: [open] } }));
    await page.reload();
    await look('without a sandbox', 'Nothing stands between a job and this machine.');
    const plugins = listPlugins.example.output.plugins.map((plugin) => ({ ...plugin, intact: false, outputs: [] }));
    await page.route('**/v1/plugins', (route) => route.fulfill({ json: { ...listPlugins.example.output, plugins } }));
    await visit(page, 'admin', '/adm/plugins');
    await page.getByText('The copy that runs was changed').waitFor();
    await accessibleInEveryLook(page, '/adm/plugins, refused and changed');
    await page.context().close();
  });

  it('when the session is over, in another tab or for this browser', async () => {
    const page = await windowOf('scientist');
    await visit(page, 'scientist', '/sci/datasets');
    await page.evaluate(() => new BroadcastChannel('studi0-session').postMessage('out'));
    await page.getByRole('heading', { name: 'You are logged out' }).waitFor();
    await accessibleInEveryLook(page, 'logged out');
    await page.route(DATA, (route) => route.fulfill({ ...AWAY, status: 401, body: '{"code":"TOKEN_REFUSED"}' }));
    await visit(page, 'scientist', '/sci/datasets');
    await page.getByRole('heading', { name: 'This browser has no session here' }).waitFor();
    await accessibleInEveryLook(page, 'no session');
    await page.route('**/v1/session', (route) => route.fulfill({ json: { profile: 'x', login: null } }));
    await visit(page, 'scientist', '/start');
    await page.getByRole('link', { name: 'Apply for an account' }).waitFor();
    await accessibleInEveryLook(page, '/start, nobody is logged in');
    await page.context().close();
  });

  it('with an answer, a refusal, and everything else that becomes of a question', async () => {
    const page = await windowOf('scientist');
    await visit(page, 'scientist', '/sci/queries');
    await write(page, 'SELECT sex, COUNT(*) AS people, AVG(age) AS age FROM adult GROUP BY sex');
    await page.getByRole('button', { name: 'Try on mock' }).click();
    await page.getByTestId('result-summary').waitFor();
    await page.locator('s0-chart svg').waitFor();
    await accessibleInEveryLook(page, 'an answer');

    const ask = page.getByTestId('run');
    const becomes: readonly (readonly [state: string, title: string, more?: object])[] = [
      ['withheld', 'This answer was withheld'],
      ['refused', 'The question was refused', { refusals: [REFUSAL] }],
      ['cancelled', 'Cancelled'],
      ['waiting_approval', 'A person decides about this answer'],
      ['queued', 'Queued'],
    ];
    await page.route('**/v1/queries/*/result*', () => undefined);
    for (const [state, title, more] of becomes) {
      await page.unroute('**/v1/queries');
      await page.route('**/v1/queries', (route) =>
        route.request().method() === 'POST' ? route.fulfill({ json: { ...ANSWER, ...more, state } }) : route.continue(),
      );
      await expect.poll(() => ask.isEnabled(), { timeout: 20_000 }).toBe(true);
      await ask.click();
      await page.getByRole('heading', { name: title, exact: true }).waitFor();
      await accessibleInEveryLook(page, `a question that is ${state}`);
    }

    await page.getByRole('link', { name: 'Data sets' }).click();
    await page.reload();
    await visit(page, 'scientist', '/sci/queries');
    await write(page, 'SELECT * FROM adult');
    await page.locator('.refuse').waitFor();
    await accessibleInEveryLook(page, 'a refusal');
    await page.route('**/v1/queries/plan', async (route) => {
      const refusals = [{ ...REFUSAL, code: 'BUDGET_EXCEEDED' }];
      await route.fulfill({ status: 402, json: { accepted: false, refusals, columns: [] } });
    });
    await write(page, 'SELECT COUNT(*) AS people FROM adult');
    await page.getByText('has given all it can').waitFor();
    await accessibleInEveryLook(page, 'over budget');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await accessibleInEveryLook(page, 'the palette');
    await page.keyboard.press('Escape');
    await page.context().close();
  });
});
