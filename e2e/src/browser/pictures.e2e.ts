import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkout, Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, StudioInBrowser, write } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
/** With DQ0_PICTURES=keep they are taken for the documentation, which wants a quarantine that nobody else used. */
const KEPT = process.env['DQ0_PICTURES'] === 'keep';
const FOLDER = KEPT ? path.join(checkout, 'docs', 'pictures') : path.join(quarantine.home, 'pictures');
const MOST_BYTES = 120_000;
const look = { viewport: { width: 1104, height: 590 } };

async function take(page: Page, name: string, height = look.viewport.height): Promise<void> {
  const { width } = look.viewport;
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const picture = await page.screenshot({
    path: path.join(FOLDER, `${name}.png`),
    caret: 'hide',
    clip: { x: 0, y: 0, width, height },
  });
  if (KEPT) expect(picture.byteLength).toBeLessThan(MOST_BYTES);
}

describe.skipIf(chromium === undefined)(`pictures of Studi0 for its readers${WITHOUT}`, () => {
  let scientist: StudioInBrowser;
  let owner: StudioInBrowser;
  beforeAll(async () => {
    buildStudio();
    mkdirSync(FOLDER, { recursive: true });
    [scientist, owner] = await Promise.all([
      StudioInBrowser.open(quarantine, 'scientist'),
      StudioInBrowser.open(quarantine, 'owner'),
    ]);
  });
  afterAll(() => Promise.all([scientist.close(), owner.close()]));

  it('a refusal, and a question with its price and its answer', async () => {
    const { page } = await scientist.window(look);
    await page.goto(`${scientist.base}/sci/queries`);
    await write(page, 'SELECT sex, MAX(age) AS oldest FROM adult GROUP BY sex');
    await page.locator('.refuse').waitFor();
    // Completions go.
    await page.keyboard.press('Escape');
    await take(page, 'refusal', 420);
    await write(page, 'SELECT income, AVG(hours_per_week) AS hours FROM adult WHERE age >= 30 GROUP BY income');
    await expect.poll(() => page.getByTestId('run').isEnabled(), { timeout: 20_000 }).toBe(true);
    await page.getByTestId('run').click();
    await page.getByTestId('result-summary').waitFor({ timeout: 60_000 });
    await page.locator('s0-chart svg').waitFor();
    await expect.poll(() => page.getByTestId('run').isEnabled(), { timeout: 20_000 }).toBe(true);
    await take(page, 'question');
  });

  it('a policy, a budget and a step of publishing', async () => {
    const { page } = await owner.window(look);
    await page.goto(`${owner.base}/own/policies/census/data-scientist/form`);
    await page.getByLabel('with epsilon at most').fill('0.5');
    await page.getByText('up to epsilon 0.5').first().waitFor();
    await take(page, 'policy');
    await page.goto(`${owner.base}/own/budgets/us-1994`);
    await page.locator('s0-chart svg').waitFor();
    await take(page, 'budget');
    await page.goto(`${owner.base}/own/datasets`);
    await page.getByRole('button', { name: 'Publish a data set' }).click();
    await page.getByRole('link', { name: 'Unit and caps' }).click();
    await page.getByRole('heading', { level: 1, name: 'Who is protected?' }).waitFor();
    await take(page, 'publish');
  });
});
