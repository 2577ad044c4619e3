import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, StudioInBrowser, write } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
const PROFILES = ['scientist', 'owner', 'admin'] as const;
const WIDTHS = [320, 1280];
const PAGES: readonly (readonly [profile: (typeof PROFILES)[number], address: string])[] = [
  ['scientist', '/start'],
  ['scientist', '/devices'],
  ['scientist', '/passkeys'],
  ['scientist', '/sci/projects'],
  ['scientist', '/sci/datasets'],
  ['scientist', '/sci/datasets/census'],
  ['scientist', '/sci/queries'],
  ['owner', '/own/datasets'],
  ['owner', '/own/datasets/census'],
  ['owner', '/own/datasets/new-1/edit/connect'],
  ['owner', '/own/requests'],
  ['owner', '/own/people'],
  ['owner', '/own/budgets'],
  ['owner', '/own/budgets/us-1994'],
  ['owner', '/own/policies'],
  ['owner', '/own/audit'],
  ['admin', '/adm/health'],
  ['admin', '/adm/executors'],
  ['admin', '/adm/plugins'],
  ['admin', '/adm/people'],
];

/** The longest word that each member takes, all without a blank. */
const NAME = 'w'.repeat(63);
const MAIL = `${'m'.repeat(64)}@${'m'.repeat(63)}.example.org`;
const LONGEST: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['name', 'dataset', 'account', 'table', 'group', 'project', 'purpose', 'unit', 'credential'].map((member) => [
      member,
      NAME,
    ]),
  ),
  ...Object.fromEntries(
    ['user', 'email', 'owner', 'member', 'changedBy', 'actor', 'by', 'subject'].map((member) => [member, MAIL]),
  ),
  policy: `${NAME}/${NAME}`,
  description: 'd'.repeat(3000),
  reason: 'r'.repeat(1000),
  message: 'g'.repeat(1000),
  remedy: 'g'.repeat(1000),
  sql: 's'.repeat(1000),
  path: 'p'.repeat(512),
  tags: 't'.repeat(64),
  values: 'v'.repeat(64),
  tables: NAME,
  groups: NAME,
  members: MAIL,
};

/** An answer of the platform with every text that people write as long as it may be, and without a blank. */
function lengthened(value: unknown, member = ''): unknown {
  if (typeof value === 'string') return LONGEST[member] ?? value;
  if (Array.isArray(value)) return value.map((one) => lengthened(one, member));
  if (typeof value !== 'object' || value === null) return value;
  const named = (key: string): string => (member === 'tables' ? NAME : key);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [named(key), lengthened(one, key)]));
}

async function lengthen(page: Page): Promise<void> {
  await page.route(/\/v1\/(?!session)/, async (route) => {
    const answer = await route.fetch();
    if (!answer.ok()) return route.fulfill({ response: answer });
    const json = lengthened(await answer.json()) as Record<string, unknown>;
    if (route.request().url().endsWith('/v1/datasets/census')) Object.assign(json, { tags: [LONGEST['tags']] });
    return route.fulfill({ json });
  });
}

const tooWide = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - window.innerWidth);

describe.skipIf(chromium === undefined)(`texts of any length in Studi0${WITHOUT}`, () => {
  const studios = new Map<string, StudioInBrowser>();
  const at = (profile: string): StudioInBrowser => studios.get(profile) ?? expect.unreachable(profile);

  beforeAll(async () => {
    buildStudio();
    for (const profile of PROFILES) studios.set(profile, await StudioInBrowser.open(quarantine, profile));
  });
  afterAll(() => Promise.all([...studios.values()].map((studio) => studio.close())));

  it.each(PAGES)('leave the page of %s at %s as wide as the window', async (profile, address) => {
    const { page } = await at(profile).window();
    await lengthen(page);
    await page.goto(at(profile).base + address);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.waitForLoadState('networkidle');
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      expect(await tooWide(page), `${width} pixels`).toBeLessThanOrEqual(0);
    }
    await page.context().close();
  });

  it('leave the numbers of an answer in sight', async () => {
    const { page } = await at('scientist').window();
    const rows = ['f', 'm', 'x'].map((letter, row) => [letter.repeat(64), 1000 * (row + 1)]);
    await page.route('**/v1/queries', (route) =>
      route.fulfill({
        json: {
          job: '3f0f1d54-6b13-4a35-9e3c-9a2f3d0e8b11',
          state: 'released',
          columns: [
            { name: 'sex', type: 'string', noisy: false },
            { name: 'people', type: 'integer', noisy: true },
          ],
          rows,
          intervals: rows.map(([, count]) => [null, [Number(count) - 20, Number(count) + 20]]),
          confidence: 0.95,
          spent: { epsilon: 0.5, delta: 1e-7, share: 0.003 },
          remaining: { share: 0.9, more: 200 },
          reused: false,
          check: 'green',
        },
      }),
    );
    await page.goto(`${at('scientist').base}/sci/queries`);
    await write(page, 'SELECT sex, COUNT(*) AS people FROM adult GROUP BY sex');
    await page.getByRole('button', { name: /^(Run for|Read again)/ }).click();
    const table = page.getByRole('region', { name: 'Result table' });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const whole = await table.boundingBox();
      const last = await table.locator('tbody td').last().boundingBox();
      if (whole === null || last === null) expect.unreachable();
      expect(last.x + last.width, `${width} pixels`).toBeLessThanOrEqual(whole.x + whole.width + 1);
      expect(await tooWide(page), `${width} pixels`).toBeLessThanOrEqual(0);
    }
    await page.context().close();
  });
});
