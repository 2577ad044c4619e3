import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, StudioInBrowser } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
/** Each look at a price is a round to the platform; a loaded machine takes its time. */
const SOON = { timeout: 20_000 };
let studio: StudioInBrowser;

describe.skipIf(chromium === undefined)(`Studi0 by keyboard alone${WITHOUT}`, () => {
  beforeAll(async () => {
    buildStudio();
    studio = await StudioInBrowser.open(quarantine, 'scientist');
  });
  afterAll(() => studio.close());

  it('leads from the first page to an answer', async () => {
    const { page, complaints } = await studio.window();
    const focused = (): Promise<string> =>
      page.evaluate(() => document.activeElement?.textContent.trim() ?? document.activeElement?.tagName ?? '');
    await page.goto(`${studio.base}/start`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the page');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.waitForURL('**/sci/queries/1');

    const editor = page.getByRole('textbox', { name: 'SQL editor' });
    await editor.waitFor();
    const dataset = page.getByRole('combobox', { name: 'Data set' });
    await dataset.focus();
    await page.keyboard.press('Home');
    for (let down = 0; down < 40 && (await dataset.inputValue()) !== 'census'; down += 1) {
      await page.keyboard.press('ArrowDown');
    }
    await expect.poll(() => dataset.inputValue()).toBe('census');
    for (let tabs = 0; tabs < 40 && !(await editor.evaluate((box) => box.matches(':focus'))); tabs += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.insertText('SELECT workclass, COUNT(*) AS people FROM adult WHERE age > 43 GROUP BY workclass');
    const run = page.getByTestId('run');
    await expect.poll(() => run.isEnabled(), SOON).toBe(true);
    const slider = page.getByRole('slider');
    const before = Number(await slider.inputValue());
    await page.keyboard.press('Alt+.');
    await expect.poll(() => slider.inputValue()).toBe(String(before + 1));
    await expect.poll(() => run.isEnabled(), SOON).toBe(true);
    await page.keyboard.press('Control+Enter');
    await expect
      .poll(() => page.getByTestId('result-summary').textContent(), { timeout: 60_000 })
      .toMatch(/9 rows, used/);

    // A button that is pressed keeps the focus, whatever becomes of the question; that the answer is there is told.
    await page.keyboard.press('Escape');
    for (let tabs = 0; tabs < 40 && !(await run.evaluate((one) => one.matches(':focus'))); tabs += 1) {
      await page.keyboard.press('Tab');
    }
    await expect.poll(() => run.isEnabled(), SOON).toBe(true);
    await page.route('**/v1/queries', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await route.continue();
    });
    await page.keyboard.press('Enter');
    await expect.poll(() => run.isEnabled()).toBe(false);
    expect(await focused()).toMatch(/^(Read again|Run)/);
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.getByRole('status').filter({ hasText: 'The answer is there' }).textContent(), {
        timeout: 60_000,
      })
      .toMatch(/9 rows, free/);
    await expect.poll(() => run.isEnabled(), SOON).toBe(true);
    expect(await focused()).toMatch(/^(Read again|Run)/);
    await page.unroute('**/v1/queries');

    await editor.focus();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await editor.evaluate((box) => box.matches(':focus'))).toBe(false);
    await page.keyboard.press('Control+k');
    await page.keyboard.insertText('census');
    await page
      .getByRole('listbox', { name: 'Places' })
      .getByRole('option', { name: /census/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/sci/datasets/census');
    expect(complaints).toEqual([]);
  });
});
