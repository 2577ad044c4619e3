import type { Page, Request, Route } from 'playwright-core';
import { describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { accessibleInEveryLook } from './looks.ts';
import { askedBy, AWAY, DATA, everyStudio, IN_PARTS } from './visits.ts';

const quarantine = new Quarantine(inject('home'));
const studios = everyStudio(quarantine);
const SOON = { timeout: 20_000 };

/** Everything that a page asks while it opens. */
async function askedAt(page: Page, url: string): Promise<readonly string[]> {
  const asked = new Set<string>();
  const note = (request: Request): void => {
    const name = DATA.test(request.url()) ? askedBy(request) : undefined;
    if (name !== undefined) asked.add(name);
  };
  page.on('request', note);
  await page.goto(url);
  await page.waitForLoadState('networkidle');
  page.off('request', note);
  return [...asked];
}

describe.skipIf(chromium === undefined)(`What a page of Studi0 could not read${WITHOUT}`, () => {
  it.each(IN_PARTS)('is named to the %s at %s, whichever of its requests fails alone', async (profile, address) => {
    const { page } = await studios[profile].window();
    const url = studios[profile].base + address;
    let failing = '';
    await page.route(DATA, (route: Route) =>
      askedBy(route.request()) === failing ? route.fulfill(AWAY) : route.continue(),
    );
    const silent: string[] = [];
    const asked = await askedAt(page, url);
    for (const request of asked) {
      failing = request;
      await page.goto(url);
      const told = page.getByText('The proxy cannot be reached.').first();
      await told.waitFor({ state: 'attached', ...SOON }).catch(() => silent.push(request));
    }
    expect(silent).toEqual([]);
    expect(asked.length).toBeGreaterThan(1);
    await page.context().close();
  });

  it('is read when one tries again, and the rest of the page stays meanwhile', async () => {
    const { page } = await studios.owner.window();
    let away = true;
    await page.route('**/v1/budgets/us-1994/spends*', (route) => (away ? route.fulfill(AWAY) : route.continue()));
    await page.goto(`${studios.owner.base}/own/budgets/us-1994`);
    const problem = page.getByRole('alert').filter({ hasText: 'The spends could not be read.' });
    await problem.waitFor(SOON);
    await page.getByRole('heading', { name: 'Account', exact: true }).waitFor(SOON);
    await accessibleInEveryLook(page, 'a budget whose spends could not be read');
    away = false;
    await problem.getByRole('button', { name: 'Try again' }).click();
    await page.locator('s0-chart svg').waitFor(SOON);
    expect(await problem.count()).toBe(0);
    await page.context().close();
  });
});
