import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, StudioInBrowser } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
const MARKUP = '<img src=x onerror="window.hostile=1"><script>window.hostile=1</script>';
let studio: StudioInBrowser;

describe.skipIf(chromium === undefined)(`texts of others in Studi0${WITHOUT}`, () => {
  beforeAll(async () => {
    buildStudio();
    studio = await StudioInBrowser.open(quarantine, 'owner');
  });
  afterAll(() => studio.close());

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
    await page.route(/\/v1\/datasets$/, (route) => route.fulfill({ json: { datasets: [set] } }));
    await page.goto(`${studio.base}/own/people`);
    await page.getByRole('heading', { level: 1, name: MARKUP }).waitFor();
    await page.goto(`${studio.base}/own/datasets`);
    await page.getByRole('link', { name: MARKUP }).waitFor();
    expect(await page.evaluate(() => 'hostile' in window)).toBe(false);
    expect(await page.locator('main img').count()).toBe(0);
    // No budget has such a name, and the platform says so.
    expect(complaints.filter((text) => !text.includes('status of 422'))).toEqual([]);
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
