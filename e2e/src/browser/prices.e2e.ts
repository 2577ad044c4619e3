import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { accessibleInEveryLook } from './looks.ts';
import { buildStudio, StudioInBrowser, write } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
const [TIGHT, MEANT] = ['tight-study', 'meant-study'];
const PEOPLE = 'SELECT COUNT(*) AS people FROM adult WHERE age > 30';
/** Each look at a price is a round to the platform; a loaded machine takes its time. */
const SOON = { timeout: 30_000 };

interface Ran {
  readonly state: string;
  readonly refusals?: readonly { readonly code: string; readonly offers?: { readonly epsilon?: number } }[];
}

const run = (page: Page) => page.getByTestId('run');
const sentence = (page: Page) => page.getByTestId('price-sentence');
const ends = (page: Page) => page.locator('.ends').textContent();
const dataset = (name: string): Promise<void> => {
  const own = readFileSync(path.join(quarantine.home, 'prices.yaml'), 'utf8')
    .replace(/^name: .*$/m, `name: ${name}`)
    .replace(/^account: .*$/m, `account: ${name}`)
    .replace(/^budget: .*$/m, 'budget: { epsilon: 1, delta: 0.000001 }');
  return owner('data', 'add', quarantine.file(`${name}.yaml`, own));
};

async function owner(...words: string[]): Promise<void> {
  const { exit, stderr } = await quarantine.json('owner', words);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: expect.any(String) as string });
}

describe.skipIf(chromium === undefined)(`the price card${WITHOUT}`, () => {
  let studio: StudioInBrowser;

  beforeAll(async () => {
    buildStudio();
    await owner('data', 'export', 'census', '--out', path.join(quarantine.home, 'prices.yaml'));
    await dataset(TIGHT);
    await dataset(MEANT);
    await owner('policy', 'set', TIGHT, '--group', 'data-scientist');
    for (const purpose of ['labour', 'wages']) {
      await owner('policy', 'set', MEANT, '--name', purpose, '--group', 'data-scientist', '--purpose', purpose);
    }
    studio = await StudioInBrowser.open(quarantine, 'scientist');
  });
  afterAll(() => studio.close());

  it('says whether policy or account ends the prices, how many fit after this one, and never that nothing is priced', async () => {
    const { page } = await studio.window();
    await page.goto(`${studio.base}/sci/queries/1`);
    await write(page, PEOPLE, TIGHT);
    await sentence(page).waitFor(SOON);
    expect(await ends(page)).toContain('policy ends at epsilon 1');
    await page.getByRole('slider').press('End');

    // Every text that the card showed while another one is written.
    await page.evaluate(() => {
      const card = document.querySelector('s0-price-card');
      const seen: string[] = [];
      new MutationObserver(() => seen.push(card?.textContent ?? '')).observe(card ?? document.body, {
        ...{ subtree: true, childList: true, characterData: true },
      });
      Object.assign(window, { seen });
    });
    await page.getByRole('textbox', { name: 'SQL editor' }).click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type('5 AND sex = 1', { delay: 40 });
    await page.keyboard.press('Control+z');
    await write(page, PEOPLE, TIGHT);
    await expect.poll(() => run(page).isEnabled(), SOON).toBe(true);
    const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen.join('\n'));
    expect(seen).not.toMatch(/epsilon 0\b(?!\.)|Account\s+\d/);

    // Another question takes the most of the account.
    const taken = await quarantine.json<Ran>('scientist', [
      ...['query', 'run', 'SELECT COUNT(*) AS n FROM adult', '--dataset', TIGHT, '--epsilon', '0.7', '--fresh'],
    ]);
    expect(taken).toMatchObject({ exit: 0 });
    await page.reload();
    await expect.poll(() => ends(page), SOON).toMatch(/account ends at epsilon 0\.\d/);
    await page.getByRole('slider').press('End');
    await expect.poll(() => sentence(page).textContent(), SOON).toMatch(/% of the account; it is the last one like it/);
    await expect.poll(() => run(page).isEnabled(), SOON).toBe(true);
    await run(page).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Run for/ })
      .click();
    await expect.poll(() => page.getByTestId('result-summary').textContent(), SOON).toMatch(/used/);
  });

  it('of an account that has given all has one message, names no flag, and lets mock rows be asked', async () => {
    for (let epsilon: number | undefined = 0.5, asked = 0; epsilon !== undefined && asked < 12; asked += 1) {
      const { value }: { value: Ran } = await quarantine.json<Ran>('scientist', [
        ...['query', 'run', PEOPLE, '--dataset', TIGHT, '--epsilon', String(epsilon), '--fresh'],
      ]);
      if (value.refusals !== undefined) epsilon = value.refusals[0]?.offers?.epsilon;
    }
    const { page } = await studio.window();
    await page.goto(`${studio.base}/sci/queries/1`);
    await write(page, 'SELECT AVG(age) AS age FROM adult', TIGHT);
    await page.getByText(`${TIGHT} has given all it can. Released answers stay free`, { exact: false }).waitFor(SOON);
    expect(await page.locator('.desk').textContent()).not.toMatch(/--|Ask with/);
    expect(await run(page).isEnabled()).toBe(false);
    await page.getByRole('button', { name: 'Try on mock' }).click();
    await expect.poll(() => page.getByTestId('result-summary').textContent(), SOON).toMatch(/invented; used nothing/);
    await write(page, 'SELECT * FROM adult', TIGHT);
    await page.locator('.refuse').getByText('Rows never leave').waitFor(SOON);
    expect(await page.getByRole('button', { name: 'Try on mock' }).isEnabled()).toBe(false);
  });

  it('offers the purposes of which one is needed, and mock rows without any', async () => {
    const { page } = await studio.window();
    await page.goto(`${studio.base}/sci/queries/1`);
    await write(page, PEOPLE, MEANT);
    await page.getByText('You have no purpose set. Choose one to see prices').waitFor(SOON);
    expect(await page.locator('.desk').textContent()).not.toContain('--');
    await accessibleInEveryLook(page, 'a purpose is needed');
    await page.getByRole('button', { name: 'Try on mock' }).click();
    await expect.poll(() => page.getByTestId('result-summary').textContent(), SOON).toMatch(/invented; used nothing/);
    await page.getByRole('button', { name: 'wages', exact: true }).click();
    const field = page.getByRole('textbox', { name: 'Purpose' });
    expect(await field.inputValue()).toBe('wages');
    expect(await field.evaluate((one) => one.matches(':focus'))).toBe(true);
    await expect.poll(() => run(page).isEnabled(), SOON).toBe(true);
  });

  it('follows the purpose while it is typed, so that the first click runs what stands there', async () => {
    const { page } = await studio.window();
    await page.goto(`${studio.base}/sci/queries/1`);
    const field = page.getByRole('textbox', { name: 'Purpose' });
    await field.fill('wages');
    await write(page, PEOPLE, MEANT);
    await expect.poll(() => run(page).isEnabled(), SOON).toBe(true);
    await field.fill('labou');
    await page.getByText('Your policies name another purpose.').waitFor(SOON);
    expect(await run(page).isEnabled()).toBe(false);
    await page.keyboard.type('r');
    await expect.poll(() => run(page).isEnabled(), SOON).toBe(true);
    const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/v1/queries'));
    await run(page).click();
    const sure = page.getByRole('dialog').getByRole('button', { name: /^Run for/ });
    if (await sure.isVisible()) await sure.click();
    expect((await sent).postDataJSON()).toMatchObject({ purpose: 'labour' });
  });

  it('says what is wrong with a purpose, and shows the one that is sent', async () => {
    const { page } = await studio.window();
    await page.goto(`${studio.base}/sci/queries/1`);
    await write(page, PEOPLE, MEANT);
    const field = page.getByRole('textbox', { name: 'Purpose' });
    await field.fill('9 lives!');
    await page.getByText('For example: labour-study').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => page.getByTestId('status').textContent()).toContain('The purpose is not valid');
    await page.getByText('No price yet. Correct the purpose').waitFor(SOON);
    await accessibleInEveryLook(page, 'a purpose that is none');
    await field.fill('Bad Purpose');
    await page.getByText('Sent as bad-purpose').waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => field.inputValue()).toBe('bad-purpose');
    expect(await field.getAttribute('aria-invalid')).toBeNull();
  });
});
