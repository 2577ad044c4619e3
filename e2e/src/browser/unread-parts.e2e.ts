import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { accessibleInEveryLook } from './looks.ts';
import { buildStudio, StudioInBrowser } from './studio.ts';
import { ALSO, AWAY, DATA, type Profile, PROFILES, VISITS } from './visits.ts';

const quarantine = new Quarantine(inject('home'));
const studios = {} as Record<Profile, StudioInBrowser>;
const SOON = { timeout: 20_000 };
/** Asked on every page, by the search; beyond it this test looks at what one page asks. */
const OF_THE_SHELL = 'GET /v1/datasets';

/** A request of a page, whatever it is asked with. */
function nameOf(route: { method(): string; url(): string }): string {
  return `${route.method()} ${new URL(route.url()).pathname}`;
}

async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForLoadState('networkidle');
}

/** Everything that a page asks while it opens. */
async function askedAt(page: Page, url: string): Promise<readonly string[]> {
  const asked = new Set<string>();
  const note = (request: { method(): string; url(): string }): void => {
    if (DATA.test(request.url())) asked.add(nameOf(request));
  };
  page.on('request', note);
  await visit(page, url);
  page.off('request', note);
  return [...asked];
}

describe.skipIf(chromium === undefined)(`What a page of Studi0 could not read${WITHOUT}`, () => {
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

  it.each(PROFILES)('is named to %s, whichever of its requests fails alone', async (profile) => {
    const { page } = await studios[profile].window();
    if (profile === 'owner') {
      // One draft of the wizard, which lives in the browser alone.
      await page.goto(`${studios.owner.base}/own/datasets`);
      await page.getByRole('button', { name: 'Publish a data set' }).click();
      await page.waitForURL('**/new-1/edit/connect');
    }
    let failing = '';
    await page.route(DATA, (route: Route) =>
      nameOf(route.request()) === failing ? route.fulfill(AWAY) : route.continue(),
    );
    const silent: string[] = [];
    let failed = 0;
    for (const [whose, address] of [...Object.values(VISITS), ...ALSO]) {
      if (whose !== profile) continue;
      const url = studios[profile].base + address;
      failing = '';
      const asked = await askedAt(page, url);
      for (const request of asked.filter((one) => one !== OF_THE_SHELL || address.endsWith('/datasets'))) {
        failing = request;
        failed += 1;
        await page.goto(url);
        const told = page.getByText('The proxy cannot be reached.').first();
        await told.waitFor({ state: 'attached', timeout: 5000 }).catch(() => silent.push(`${address}: ${request}`));
      }
    }
    expect(silent).toEqual([]);
    expect(failed).toBeGreaterThan(3);
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
