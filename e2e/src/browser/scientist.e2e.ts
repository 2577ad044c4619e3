import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, StudioInBrowser, write } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
/** Each look at a price is a round to the platform; a loaded machine takes its time. */
const SOON = { timeout: 20_000 };
let studio: StudioInBrowser;

describe.skipIf(chromium === undefined)(`a data scientist in Studi0${WITHOUT}`, () => {
  beforeAll(async () => {
    buildStudio();
    studio = await StudioInBrowser.open(quarantine, 'scientist');
  });
  afterAll(() => studio.close());

  it('is told at the offending word why a question is refused, takes the rewrite, and pays nothing', async () => {
    const { page, complaints } = await studio.window();
    // A tab by its address, before there is any.
    await page.goto(`${studio.base}/sci/queries/1`);
    await write(page, 'SELECT sex, MAX(age) AS oldest FROM adult GROUP BY sex');
    const refusal = page.locator('.refuse');
    await refusal.waitFor();
    expect(await refusal.textContent()).toContain('MIN_MAX · refusals cost nothing');
    expect(await page.locator('.cm-lintRange-error').allTextContents()).toEqual(['MAX(age)']);
    expect(await page.getByTestId('run').isDisabled()).toBe(true);
    await expect.poll(() => page.getByRole('alert').filter({ hasText: 'belongs to one person' }).count()).toBe(1);

    await page.keyboard.press('Alt+Enter');
    const text = page.locator('.cm-content');
    await expect
      .poll(() => text.textContent())
      .toBe('SELECT sex, QUANTILE(age, 0.995) AS oldest FROM adult GROUP BY sex');
    await expect.poll(() => page.getByTestId('run').isEnabled()).toBe(true);
    expect(await refusal.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('sees completions above the line, and the rewrite below it', async () => {
    const { page } = await studio.window();
    await page.goto(`${studio.base}/sci/queries/1`);
    await write(page, 'SELECT sex, MAX(age) AS oldest FROM adult GROUP BY sex');
    await page.locator('.refuse').waitFor();
    await page.keyboard.press('Control+Space');
    await page.locator('.cm-tooltip-autocomplete').waitFor();
    await page.getByRole('button', { name: 'Rewrite' }).click({ trial: true, timeout: 5000 });
    expect(await page.locator('.cm-tooltip-autocomplete').count()).toBe(1);
  });

  it('reads an answer to the same question in other words for free, again and again', async () => {
    const asked = 'SELECT race, COUNT(*) AS people FROM ADULT GROUP BY race';
    const answer = await quarantine.json('scientist', [
      ...['query', 'run', asked, '--dataset', 'census', '--epsilon', '0.5'],
    ]);
    expect(answer.exit).toBe(0);
    const { page } = await studio.window();
    await page.goto(`${studio.base}/sci/queries/1`);
    await write(page, asked.replace('ADULT', 'adult'));
    const price = page.getByTestId('price-sentence');
    for (let times = 0; times < 2; times += 1) {
      await expect.poll(() => price.textContent(), SOON).toContain('You hold this answer');
      await expect.poll(() => page.getByTestId('run').isEnabled(), SOON).toBe(true);
      await page.getByTestId('run').click();
      await expect.poll(() => page.getByTestId('result-summary').textContent(), SOON).toMatch(/free, already held/);
      await page.reload();
    }
  });

  it('keeps text, data set and stop over a reload, and no answer', async () => {
    const { page } = await studio.window();
    await page.goto(`${studio.base}/sci/queries`);
    await write(page, 'SELECT income, COUNT(*) AS people FROM adult GROUP BY income');
    const slider = page.getByRole('slider');
    await slider.waitFor();
    await slider.fill('2');
    await expect.poll(() => page.getByTestId('run').isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Try on mock' }).click();
    await expect.poll(() => page.getByTestId('result-summary').textContent()).toMatch(/invented; used nothing/);
    await page.reload();
    await expect.poll(() => slider.inputValue()).toBe('2');
    expect(await page.getByRole('textbox', { name: 'SQL editor' }).textContent()).toContain('income, COUNT');
    expect(await page.getByTestId('result-summary').count()).toBe(0);
    const stored = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)));
    expect(stored).not.toMatch(/intervals|halfWidth|rows/);
  });

  it('finds saved questions first, and a history that names its data sets and ends', async () => {
    const { page } = await studio.window();
    const queries = Array.from({ length: 45 }, (_, at) => ({
      job: `0198c0de-0000-7000-8000-0000000000${at + 10}`,
      dataset: `set-${at}`,
      sql: `SELECT COUNT(*) AS people FROM adult WHERE age > ${at}`,
      ...{ state: 'released', epsilon: 0.1, share: 0.001, purpose: null, submitted: '2026-11-24T00:00:00Z' },
    }));
    await page.route('**/v1/queries?*', (route) => route.fulfill({ json: { queries } }));
    await page.goto(`${studio.base}/sci/queries`);
    const aside = page.getByRole('complementary', { name: 'History and saved questions' });
    const rows = aside.getByRole('button', { name: /^SELECT/ });
    await expect.poll(() => rows.count()).toBe(20);
    expect(await rows.first().textContent()).toContain('set-0');
    await write(page, 'SELECT education, COUNT(*) AS people FROM adult GROUP BY education');
    // Completions go.
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    expect(await aside.getByRole('heading').allTextContents()).toEqual(['Saved', 'History']);
    expect(await aside.getByRole('button', { name: /^by education/ }).textContent()).toContain('census');
    await aside.getByRole('button', { name: 'Show 20 more' }).click();
    await aside.getByRole('button', { name: 'Show 5 more' }).click();
    await expect.poll(() => rows.count()).toBe(45);
  });

  it('is told when another tab logged out, and may not open what the role does not allow', async () => {
    const { page } = await studio.window();
    await page.goto(`${studio.base}/adm/health`);
    await page.getByRole('heading', { name: 'Your roles do not open this page' }).waitFor();
    await page.goto(`${studio.base}/sci/datasets`);
    await page.getByRole('link', { name: 'census', exact: true }).waitFor();
    await page.evaluate(() => new BroadcastChannel('studi0-session').postMessage('out'));
    await page.getByRole('heading', { name: 'You are logged out' }).waitFor();
  });
});
