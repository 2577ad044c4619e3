import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newcomer } from '../newcomer.ts';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { keptIn } from './kept-items.ts';
import { buildStudio, findings, StudioInBrowser, write } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
const SOON = { timeout: 20_000 };
const PARTED = 'This query was changed in another window.';
const OTHER = `typist-${Date.now().toString(36)}`;
const FIRST = 'SELECT COUNT(*) AS first FROM adult';
const SECOND = 'SELECT COUNT(*) AS second FROM adult';

const written = (page: Page) => page.locator('.cm-content').innerText();
/** What is kept of the tabs, whoever asks for the page. */
const kept = async (page: Page) =>
  (await keptIn(page, 'tabs/')).map((text) => (JSON.parse(text) as { sql: string }).sql).sort();

/** The same browser at the same port, for another profile from now on. */
async function join(page: Page, profile: string): Promise<void> {
  const joined = await quarantine.json<{ url: string }>(profile, ['studio', '--join', '--no-open']);
  await page.goto(joined.value.url);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
}

describe.skipIf(chromium === undefined)(`what is typed in Studi0${WITHOUT}`, () => {
  let studio: StudioInBrowser;

  beforeAll(async () => {
    buildStudio();
    await newcomer(quarantine, OTHER, `${OTHER}@example.org`, 'data-scientist');
    studio = await StudioInBrowser.open(quarantine, 'scientist');
  });
  afterAll(() => studio.close());

  /** Two windows of one browser at the same question. */
  async function twoWindows(): Promise<[Page, Page]> {
    const { page: one } = await studio.window();
    await one.goto(`${studio.base}/sci/queries/1`);
    await write(one, 'SELECT COUNT(*) AS n FROM adult');
    const other = await one.context().newPage();
    await other.goto(`${studio.base}/sci/queries/1`);
    await expect.poll(() => written(other), SOON).toBe('SELECT COUNT(*) AS n FROM adult');
    await one.reload();
    await expect.poll(() => written(one), SOON).toBe('SELECT COUNT(*) AS n FROM adult');
    return [one, other];
  }

  it('shows in the other window of the same question, which goes on from there and writes nothing back', async () => {
    const [one, other] = await twoWindows();
    const writes: string[] = [];
    await other.exposeFunction('tellWrite', (text: string) => writes.push(text));
    await other.evaluate(() => {
      const page = window as unknown as { tellWrite: (text: string) => void };
      const { setItem } = Storage.prototype;
      Storage.prototype.setItem = function (key: string, text: string): void {
        page.tellWrite(text);
        setItem.call(this, key, text);
      };
    });
    await write(one, FIRST);
    await expect.poll(() => written(other), SOON).toBe(FIRST);
    expect(await other.getByText(PARTED).count()).toBe(0);
    await write(other, SECOND);
    await expect.poll(() => writes.at(-1), SOON).toContain('second');
    expect(writes.filter((text) => text.includes('first'))).toEqual([]);
    await one.context().close();
  });

  it('in two windows at the same question is never lost, and one of them chooses', async () => {
    const [one, other] = await twoWindows();
    await write(one, FIRST);
    await write(other, SECOND);
    await one.getByText(PARTED).waitFor(SOON);
    expect(await findings(one)).toEqual([]);
    expect(new URL(one.url()).pathname).toBe('/sci/queries/2');
    expect([await written(one), await written(other)]).toEqual([FIRST, SECOND]);
    expect(await kept(one)).toEqual([FIRST, SECOND]);
    await one.getByRole('button', { name: 'Keep this one' }).click();
    await expect.poll(() => one.getByText(PARTED).count(), SOON).toBe(0);
    await one.reload();
    await expect.poll(() => written(one), SOON).toBe(FIRST);

    const third = `${FIRST} WHERE age > 40`;
    await one.goto(`${studio.base}/sci/queries/1`);
    await write(one, third);
    await other.getByText(PARTED).waitFor(SOON);
    expect(await kept(other)).toEqual([FIRST, third, SECOND]);
    await other.getByRole('button', { name: 'Take the other' }).click();
    await other.waitForURL('**/sci/queries/1');
    await expect.poll(() => written(other), SOON).toBe(third);
    expect(await kept(other)).toEqual([FIRST, third]);
    await one.context().close();
  });

  it('in tabs beside each other stays, whichever window writes last', async () => {
    const [one, other] = await twoWindows();
    await other.getByRole('button', { name: 'New question' }).click();
    await other.waitForURL('**/sci/queries/2');
    await write(other, SECOND);
    await write(one, FIRST);
    await other.reload();
    expect(await kept(other)).toEqual([FIRST, SECOND]);
    await one.context().close();
  });

  it('is of one person: nobody else at this port sees it, nor anybody who is not logged in', async () => {
    const { page } = await studio.window();
    await page.goto(`${studio.base}/sci/queries/1`);
    await write(page, FIRST);
    await expect.poll(() => kept(page), SOON).toEqual([FIRST]);
    await join(page, OTHER);
    await page.goto(`${studio.base}/sci/queries/1`);
    await page.getByRole('textbox', { name: 'SQL editor' }).waitFor(SOON);
    expect((await written(page)).trim()).toBe('');
    await write(page, SECOND);
    await page
      .getByRole('button', { name: new RegExp(OTHER.slice(0, 2), 'i') })
      .first()
      .click();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL('**/login');
    await page.goto(`${studio.base}/sci/queries/1`);
    await page.getByRole('button', { name: 'Log in', exact: true }).waitFor(SOON);
    expect(await page.getByText('AS second').count()).toBe(0);
    await join(page, 'scientist');
    await page.goto(`${studio.base}/sci/queries/1`);
    await expect.poll(() => written(page), SOON).toBe(FIRST);
    await page.context().close();
  });
});
