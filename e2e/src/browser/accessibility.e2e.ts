import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, findings, StudioInBrowser, write } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
const ACCOUNT = ['/login', '/register', '/confirm', '/nowhere'];
const ROUTES: Readonly<Record<string, readonly string[]>> = {
  scientist: ['/start', '/sci/datasets', '/sci/datasets/census', '/sci/queries', '/own/people', ...ACCOUNT],
  owner: [
    '/start',
    '/own/datasets',
    '/own/datasets/census',
    '/own/budgets',
    '/own/budgets/us-1994',
    '/own/policies',
    '/own/policies/census/data-scientist/form',
    '/own/policies/census/data-scientist/text',
    '/own/policies/census/data-scientist/tester',
    '/own/requests',
    '/own/people',
    '/own/audit',
  ],
  admin: ['/start', '/adm/health', '/adm/people'],
};
const LOOKS = [
  { colorScheme: 'light', viewport: { width: 1280, height: 900 } },
  { colorScheme: 'dark', viewport: { width: 1280, height: 900 } },
  { colorScheme: 'light', viewport: { width: 320, height: 700 } },
] as const;

describe.skipIf(chromium === undefined)(`Studi0 is accessible${WITHOUT}`, () => {
  beforeAll(() => buildStudio());

  describe.each(Object.entries(ROUTES))('to %s', (profile, routes) => {
    let studio: StudioInBrowser;
    beforeAll(async () => {
      studio = await StudioInBrowser.open(quarantine, profile);
    });
    afterAll(() => studio.close());

    it.each(LOOKS)('$colorScheme, $viewport.width pixels wide', async (look) => {
      const { page, complaints } = await studio.window(look);
      for (const route of routes) {
        await page.goto(studio.base + route);
        await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
        await page.waitForLoadState('networkidle');
        expect({ route, found: await findings(page) }).toEqual({ route, found: [] });
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  });

  it.each(LOOKS)('with an answer and with a refusal, $colorScheme, $viewport.width pixels wide', async (look) => {
    const studio = await StudioInBrowser.open(quarantine, 'scientist');
    try {
      const { page } = await studio.window(look);
      await page.goto(`${studio.base}/sci/queries`);
      await write(page, 'SELECT sex, COUNT(*) AS people, AVG(age) AS age FROM adult GROUP BY sex');
      await page.getByRole('button', { name: 'Try on mock' }).click();
      await page.getByTestId('result-summary').waitFor();
      await page.locator('s0-chart svg').waitFor();
      expect(await findings(page)).toEqual([]);
      await write(page, 'SELECT * FROM adult');
      await page.locator('.refuse').waitFor();
      expect(await findings(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').waitFor();
      expect(await findings(page)).toEqual([]);
    } finally {
      await studio.close();
    }
  });
});
