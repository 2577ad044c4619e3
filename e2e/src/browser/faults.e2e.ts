import { cpSync, closeSync, ftruncateSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { accessibleInEveryLook } from './looks.ts';
import { apply, PASSWORD } from '../newcomer.ts';
import { keptIn } from './kept-items.ts';
import { buildStudio, StudioInBrowser, write } from './studio.ts';
import { AWAY } from './visits.ts';

const quarantine = new Quarantine(inject('home'));
const RUN = Date.now().toString(36);
const SOON = { timeout: 20_000 };
const SQL = 'SELECT income, AVG(age) AS age FROM adult WHERE age < 77 GROUP BY income';

const editor = (page: Page) => page.getByRole('textbox', { name: 'SQL editor' });
const written = (page: Page) => page.locator('.cm-content').innerText();
const priced = (page: Page) => page.getByTestId('price-sentence').waitFor(SOON);

/** A new member, logged in at the command line, whose session this file may end. */
async function member(profile: string): Promise<void> {
  const email = `${profile}@example.org`;
  const fingerprint = await apply(quarantine, profile, email);
  const words = ['user', 'approve', email, '--role', 'data-scientist', '--fingerprint', fingerprint, '--yes'];
  expect((await quarantine.json('admin', words)).exit).toBe(0);
  expect((await quarantine.json(profile, ['user', 'login', email, '--password-stdin'], PASSWORD)).exit).toBe(0);
}

/** The scientist on a machine from which no proxy is reached. */
function strand(profile: string): void {
  const folder = path.join(quarantine.home, 'profiles', profile);
  cpSync(path.join(quarantine.home, 'profiles', 'scientist'), folder, { recursive: true });
  const file = path.join(folder, 'platform.json');
  const pin = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...pin, proxies: ['http://127.0.0.1:9'] }));
}

/** A port that no other Studi0 on this machine takes once this one is gone: they look for theirs from 9000 upwards. */
async function portOfNobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}

async function logIn(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Log in again' }).click();
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
}

describe.skipIf(chromium === undefined)(`Studi0 when something is wrong${WITHOUT}`, () => {
  const profile = `guest-${RUN}`;
  let guest: StudioInBrowser;
  let stranded: StudioInBrowser;
  let owner: StudioInBrowser;

  beforeAll(async () => {
    buildStudio();
    strand(`stranded-${RUN}`);
    [owner, stranded] = await Promise.all([
      StudioInBrowser.open(quarantine, 'owner'),
      StudioInBrowser.open(quarantine, `stranded-${RUN}`, ['--port', await portOfNobody()]),
      member(profile),
    ]);
    guest = await StudioInBrowser.open(quarantine, profile);
  });
  afterAll(() => Promise.all([guest.close(), owner.close()]));

  it('says that the proxy is away, then that Studi0 itself is, and keeps the text', async () => {
    const { page } = await stranded.window();
    await page.goto(`${stranded.base}/sci/queries`);
    await editor(page).click();
    await page.keyboard.insertText(SQL);
    const problem = page.getByRole('alert').filter({ hasText: 'proxy' });
    await problem.first().waitFor(SOON);
    await page.getByRole('button', { name: 'Try again' }).first().waitFor();
    expect(await written(page)).toBe(SQL);
    await stranded.close({ browserToo: false });
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByText('What you write is kept. Start it again with: dq0 studio').waitFor();
    expect(await written(page)).toBe(SQL);
    await page.context().browser()?.close();
  });

  it('notices that another tab logged out, and goes on where one was', async () => {
    const { page } = await guest.window();
    await page.goto(`${guest.base}/sci/queries`);
    await write(page, SQL);
    await priced(page);
    const other = await page.context().newPage();
    await other.goto(`${guest.base}/start`);
    await other.getByRole('button', { name: /account menu/ }).click();
    await other.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('heading', { name: 'You are logged out' }).waitFor();
    await logIn(page);
    await page.waitForURL('**/sci/queries/1');
    await priced(page);
    expect(await written(page)).toBe(SQL);

    // The same when the session ends elsewhere, and the next thing that one does finds out.
    expect((await quarantine.json(profile, ['user', 'logout'])).exit).toBe(0);
    await editor(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(' ORDER BY income');
    await page.getByRole('heading', { name: 'You are logged out' }).waitFor(SOON);
    await logIn(page);
    await page.waitForURL('**/sci/queries/1');
    await priced(page);
    expect(await written(page)).toBe(`${SQL} ORDER BY income`);
    await page.context().close();
  });

  it('asks again for an answer whose reply was lost, pays for it once, and finds it in the history', async () => {
    const { page } = await guest.window();
    const keys: (string | undefined)[] = [];
    const jobs: unknown[] = [];
    await page.route('**/v1/queries', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      keys.push(
        await route
          .request()
          .headerValue('idempotency-key')
          .then((key) => key ?? undefined),
      );
      const reply = await route.fetch();
      jobs.push(((await reply.json()) as { job: unknown }).job);
      if (keys.length > 1) return route.fulfill({ response: reply });
      // Nobody hears the first reply.
      await new Promise((resolve) => setTimeout(resolve, 6000));
      const problem = { code: 'TIMED_OUT', detail: 'No reply came.', remedy: 'Ask again for the result.' };
      return route.fulfill({ status: 504, contentType: 'application/problem+json', json: problem });
    });
    await page.goto(`${guest.base}/sci/queries`);
    await write(page, 'SELECT COUNT(*) AS people FROM adult WHERE age < 71');
    await expect.poll(() => page.getByTestId('run').isEnabled(), SOON).toBe(true);
    await page.getByTestId('run').click();
    await page.getByText('The platform has not answered yet.').first().waitFor(SOON);
    const again = page.getByRole('button', { name: 'Ask again, paid for once' });
    await again.waitFor(SOON);
    await page.locator('s0-history').getByText('WHERE age < 71').waitFor(SOON);
    await accessibleInEveryLook(page, 'a reply that was lost');
    await again.click();
    await expect.poll(() => page.getByTestId('result-summary').textContent(), SOON).toMatch(/1 row, used/);
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(keys[0]).toBeTypeOf('string');
    expect(jobs).toEqual([jobs[0], jobs[0]]);
    expect(await page.locator('s0-history').getByText('WHERE age < 71').count()).toBe(1);
    await page.context().close();
  });

  it.each(['budgets', 'datasets'])(
    'says at /own/%s that a budget could not be read, and hides no account',
    async (at) => {
      const { page } = await owner.window();
      const account = page.getByRole('main').getByRole('link', { name: 'us-1994', exact: true });
      await page.route('**/v1/datasets/census/budget', (route) => route.fulfill(AWAY));
      await page.goto(`${owner.base}/own/${at}`);
      await page.getByRole('alert').getByText('The proxy cannot be reached.').waitFor(SOON);
      expect(await account.count()).toBe(0);
      await page.unroute('**/v1/datasets/census/budget');
      await page.getByRole('button', { name: 'Try again' }).click();
      await account.first().waitFor(SOON);
      await page.context().close();
    },
  );

  it('keeps the old price, dimmed, while the platform says nothing, and says so', async () => {
    const { page } = await guest.window();
    await page.goto(`${guest.base}/sci/queries`);
    await write(page, SQL);
    await expect.poll(() => page.getByTestId('run').isEnabled(), SOON).toBe(true);
    const card = page.getByRole('complementary', { name: 'Price' });
    const before = await card.locator('.priced').textContent();
    const at = await page.getByRole('slider').inputValue();
    await page.route('**/v1/queries/plan', () => undefined);
    await editor(page).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText(' ORDER BY income');
    await page.locator('.priced.stale').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByTestId('status').getByText('Still checking').waitFor();
    await page.getByTestId('status').getByText('The platform has not answered yet').waitFor(SOON);
    expect(await card.locator('.priced').textContent()).toBe(before);
    expect(await page.getByRole('slider').inputValue()).toBe(at);
    expect(await page.getByTestId('run').isEnabled()).toBe(false);
    await page.context().close();
  });

  it('takes 500 lines, a slow line, and an answer of 10,000 rows', async () => {
    const { page } = await guest.window();
    await page.goto(`${guest.base}/sci/queries`);
    const long = `${SQL}\n${Array.from({ length: 499 }, (_, line) => `-- line ${line}`).join('\n')}`;
    await write(page, long);
    await priced(page);
    await page.reload();
    await priced(page);
    const tabs = await keptIn(page, 'tabs/');
    expect((JSON.parse(tabs[0] ?? '') as { sql: string }).sql.split('\n')).toHaveLength(500);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(2000);

    await page.route('**/v1/queries/plan', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue().catch(() => undefined);
    });
    await write(page, 'SELECT COUNT(*) AS people FROM adult');
    await page.getByTestId('status').getByText('Checking').waitFor();
    expect(await page.getByTestId('run').isEnabled()).toBe(false);
    await expect.poll(() => page.getByTestId('run').isEnabled(), SOON).toBe(true);
    await page.unroute('**/v1/queries/plan');

    const rows = Array.from({ length: 10_000 }, (_, row) => [`group ${row}`, row]);
    const answer = {
      job: null,
      state: 'released',
      columns: [
        { name: 'place', type: 'string', noisy: false },
        { name: 'people', type: 'integer', noisy: true },
      ],
      rows,
      intervals: rows.map(([, people]) => [null, [Number(people) - 5, Number(people) + 5]]),
      confidence: 0.95,
      spent: { epsilon: 0.5, delta: 1e-7, share: 0.003 },
      remaining: { share: 0.9, more: 200 },
      reused: false,
      check: 'green',
    };
    await page.route('**/v1/queries', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ json: answer }) : route.continue(),
    );
    await page.getByRole('button', { name: 'Try on mock' }).click();
    await expect.poll(() => page.getByTestId('result-summary').textContent(), SOON).toContain('10,000 rows');
    await page.getByText('page 1 of 100').waitFor();
    expect(await page.getByRole('region', { name: 'Result table' }).locator('tbody tr').count()).toBe(100);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('cell', { name: 'group 199' }).waitFor();
    await page.context().close();
  });

  it('leads from a file outside the data root, a huge one and one with markup for a name to a step that works', async () => {
    const markup = `<img src=x onerror=hostile=1>${RUN}.csv`;
    writeFileSync(path.join(quarantine.home, 'data', markup), 'age,sex\n30,f\n');
    const huge = openSync(path.join(quarantine.home, 'data', `huge-${RUN}.csv`), 'w');
    ftruncateSync(huge, 2 ** 30);
    closeSync(huge);
    const { page } = await owner.window();
    await page.goto(`${owner.base}/own/datasets`);
    await page.getByRole('button', { name: 'Publish a data set' }).click();
    const file = page.getByLabel('File', { exact: true });
    const name = page.getByLabel('Name of the data set');
    const take = page.getByRole('button', { name: /Take the names/ });
    await name.fill(`far-${RUN}`);
    await file.fill('../outside.csv');
    await take.click();
    await page.getByText('a path under the data root, without leading /, ..', { exact: false }).first().waitFor();

    await page.getByRole('button', { name: `huge-${RUN}.csv` }).click();
    await take.click();
    await page.getByText('The first line of this file does not hold names alone.').waitFor(SOON);
    await page.getByText('1.07 GB', { exact: false }).first().waitFor();

    await page.getByRole('button', { name: markup }).click();
    await take.click();
    await page.getByText('2 columns are named: age, sex.').waitFor();
    await page.reload();
    await expect.poll(() => file.inputValue()).toBe(markup);
    expect(await name.inputValue()).toBe(`far-${RUN}`);
    expect(await page.evaluate(() => 'hostile' in window)).toBe(false);
    expect(await page.locator('main img').count()).toBe(0);
    await page.context().close();
  });
});
