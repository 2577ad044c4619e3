import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, StudioInBrowser } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
const MARKUP = '<img src=x onerror="window.hostile=1"><script>window.hostile=1</script>';
/** The name of a picture, as it would look, of a file of numbers. */
const HIDDEN = '\u202egnp.csv\u200b';
const SHOWN = '\\u202egnp.csv\\u200b';
let studio: StudioInBrowser;
let science: StudioInBrowser;

describe.skipIf(chromium === undefined)(`texts of others in Studi0${WITHOUT}`, () => {
  beforeAll(async () => {
    buildStudio();
    studio = await StudioInBrowser.open(quarantine, 'owner');
    science = await StudioInBrowser.open(quarantine, 'scientist');
  });
  afterAll(() => Promise.all([studio.close(), science.close()]));

  it('are shown as they are, whatever they look like', async () => {
    const { page, complaints } = await studio.window();
    const print = Array.from({ length: 12 }, () => '12345').join(' ');
    const user = {
      email: `${MARKUP}@example.org`,
      state: 'waiting',
      roles: [],
      fingerprint: print,
      since: '2026-11-24T00:00:00Z',
    };
    await page.route('**/v1/users*', (route) => route.fulfill({ json: { users: [user] } }));
    const set = { name: MARKUP, description: MARKUP, tags: [MARKUP], privacyLevel: 2, tables: [MARKUP], mayAsk: true };
    await page.route(/\/v1\/datasets$/, (route) => route.fulfill({ json: { datasets: [set], preparing: [] } }));
    await page.goto(`${studio.base}/own/people`);
    await page.getByRole('heading', { level: 1, name: MARKUP }).waitFor();
    await page.goto(`${studio.base}/own/datasets`);
    await page.getByRole('link', { name: MARKUP }).waitFor();
    expect(await page.evaluate(() => 'hostile' in window)).toBe(false);
    expect(await page.locator('main img').count()).toBe(0);
    // No budget has such a name, and the platform says so; the page does, too.
    expect(complaints.filter((text) => !text.includes('status of 422'))).toEqual([]);
  });

  it('show what would hide or reorder them, and keep to themselves what runs from right to left', async () => {
    const { page } = await science.window();
    const column = { name: 'sex', type: 'string', values: [HIDDEN, 'אבג'], nullable: false, description: HIDDEN };
    await page.route(/\/v1\/datasets\/census$/, async (route) => {
      const info = (await (await route.fetch()).json()) as { tables: Record<string, object> };
      const tables = { adult: { ...info.tables['adult'], columns: [column] } };
      await route.fulfill({ json: { ...info, description: HIDDEN, tags: [HIDDEN], tables } });
    });
    await page.goto(`${science.base}/sci/datasets/census`);
    await page.locator('.lede', { hasText: SHOWN }).waitFor();
    await page.locator('dd bdi', { hasText: SHOWN }).waitFor();
    await page.locator('td .about', { hasText: SHOWN }).waitFor();
    expect(await page.locator('td bdi').allTextContents()).toEqual([SHOWN, 'אבג']);
    expect(await page.locator('td', { has: page.locator('bdi') }).getAttribute('title')).toBe(`${SHOWN}, אבג`);
    expect(await page.locator('body').innerText()).not.toMatch(/[\u202e\u200b]/);
    const isolated = page.locator('main span').first();
    expect(await isolated.evaluate((span) => getComputedStyle(span).unicodeBidi)).toBe('isolate');
    await page.context().close();
  });

  it('show so where a file is chosen, and what is typed stays as it is', async () => {
    const { page } = await studio.window();
    await page.route('**/v1/data-files*', (route) =>
      route.fulfill({ json: { files: [{ path: HIDDEN, bytes: 1 }], more: false, header: null } }),
    );
    await page.goto(`${studio.base}/own/datasets`);
    await page.getByRole('button', { name: 'Publish a data set' }).click();
    await page.getByRole('button', { name: SHOWN }).click();
    await page.getByText(`It holds characters that do not show: ${SHOWN}`).waitFor();
    expect(await page.getByLabel('File', { exact: true }).inputValue()).toBe(HIDDEN);
    await page.context().close();
  });

  it('show so in the editor, and in the history', async () => {
    const { page } = await science.window();
    const sql = "SELECT COUNT(*) AS n FROM adult WHERE sex = '\u202eelaM\u2066\u200d'";
    const run = {
      job: '3f0f1d54-6b13-4a35-9e3c-9a2f3d0e8b11',
      dataset: 'census',
      sql,
      state: 'released',
      epsilon: 0.5,
      share: 0.1,
      purpose: null,
      submitted: '2026-11-24T00:00:00Z',
    };
    await page.route(/\/v1\/queries(\?|$)/, (route) => route.fulfill({ json: { queries: [run] } }));
    await page.goto(`${science.base}/sci/queries`);
    const said = "'\\u202eelaM\\u2066\\u200d'";
    await page.locator('.q', { hasText: said }).click();
    await page.locator('.cm-line', { hasText: said }).waitFor();
    expect(await page.locator('.cm-specialChar').allTextContents()).toEqual(['\\u202e', '\\u2066', '\\u200d']);
    await page.context().close();
  });

  it('never get a script past the policy of the page', async () => {
    const { page, complaints } = await studio.window();
    await page.goto(`${studio.base}/own/datasets`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.hostile = 1';
      document.body.append(script);
    });
    expect(await page.evaluate(() => 'hostile' in window)).toBe(false);
    expect(complaints.join(' ')).toContain('Content Security Policy');
  });
});
