import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { accessibleInEveryLook } from './looks.ts';
import { buildStudio, StudioInBrowser } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
/** Names that no earlier run in the same quarantine has taken. */
const RUN = Date.now().toString(36);
const named = (number: number): string => `wizard_${number}_${RUN}`;
const STEPS = ['connect', 'types', 'unit', 'columns', 'level', 'budget', 'simulate', 'publish'];
let studio: StudioInBrowser;

/** A definition that is not complete yet is refused: the console of the browser says so. */
const unexpected = (text: string): boolean => !text.includes('422');

const put = (name: string): void => {
  const rows = Array.from({ length: 200 }, (_, row) => `${20 + (row % 60)},${row % 2 === 0 ? 'f' : 'm'},${row * 100}`);
  writeFileSync(path.join(quarantine.home, 'data', name), ['age,sex,income', ...rows, ''].join('\n'));
};
const heading = (page: Page, name: RegExp): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor();
const next = (page: Page): Promise<void> => page.getByRole('button', { name: /^Next/ }).click();

async function begin(page: Page): Promise<void> {
  await page.goto(`${studio.base}/own/datasets`);
  await page.getByRole('button', { name: 'Publish a data set' }).click();
  await heading(page, /Where are the data/);
}

/** Connects a file and takes the names of its columns. */
async function connect(page: Page, name: string, file = `${name}.csv`): Promise<void> {
  await page.getByLabel('Name of the data set').fill(name);
  await page.getByLabel('File', { exact: true }).fill(file);
  await page.getByRole('button', { name: /Take the names/ }).click();
  await page.getByText('3 columns are named: age, sex, income.').waitFor();
  await next(page);
  await heading(page, /What is in the table/);
}

async function types(page: Page): Promise<void> {
  await page.getByLabel('type of age').selectOption('integer');
  await page.getByLabel('type of income').selectOption('integer');
  await next(page);
  await heading(page, /Who is protected/);
}

async function unit(page: Page, account: string): Promise<void> {
  await page.getByLabel('At most this many people').fill('10000');
  await page.getByLabel('Budget account of these people').fill(account);
  await next(page);
  await heading(page, /What can each column hold/);
}

async function columns(page: Page): Promise<void> {
  await page.getByLabel('age from').fill('0');
  await page.getByLabel('age to').fill('120');
  await page.getByLabel('values of sex, one a line').fill('f\nm');
  await page.getByLabel('source of age').selectOption('known-range');
  await page.getByLabel('source of sex').selectOption('code-book');
}

/** A draft with everything that can be written, on the step of its columns. */
async function write(page: Page, name: string): Promise<void> {
  put(`${name}.csv`);
  await begin(page);
  await connect(page, name);
  await types(page);
  await unit(page, name);
  await columns(page);
}

describe.skipIf(chromium === undefined)(`an owner publishes in Studi0${WITHOUT}`, () => {
  beforeAll(async () => {
    buildStudio();
    studio = await StudioInBrowser.open(quarantine, 'owner');
  });
  afterAll(() => studio.close());

  it('a file, with a reload in the middle, and a scientist asks it', async () => {
    const { page, complaints } = await studio.window();
    await write(page, named(1));
    await page.reload();
    await heading(page, /What can each column hold/);
    expect(await page.getByLabel('age to').inputValue()).toBe('120');
    expect(await page.getByLabel('values of sex, one a line').inputValue()).toBe('f\nm');
    expect(await page.getByLabel('source of sex').inputValue()).toBe('code-book');
    await next(page);
    await heading(page, /How sensitive/);
    await page.getByLabel(/Hide how long/).uncheck();
    await next(page);
    await heading(page, /How much may these people give/);
    const words = page.getByLabel('What the budget means');
    await words.getByText('by a factor of at most 2.72, apart from a chance of 1 in 10 million.').waitFor();
    await words.getByText('by a factor of at most 54.6, apart from a chance of 1 in 1 million.').waitFor();
    await page.getByLabel(/^Generous/).check();
    await page.getByText(/About .* questions/).waitFor();
    await next(page);
    await heading(page, /What will people get/);
    await page.getByRole('cell', { name: /mean age by sex/ }).waitFor();
    await next(page);
    await heading(page, new RegExp(`Ready to publish ${named(1)}`));
    await page.getByLabel('Who may ask from the start').selectOption('data-scientist');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: `Publish ${named(1)}?` });
    await dialog.getByText('Unit and account are fixed from now on,').waitFor();
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.waitForURL(`**/own/datasets/${named(1)}`);
    await heading(page, new RegExp(named(1)));
    // It is told of this data set, and of no other one that the page goes on to.
    await page.getByTestId('published').waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('option', { name: /^census data set/ }).click();
    await page.waitForURL('**/own/datasets/census');
    await page.getByRole('heading', { level: 1, name: 'census', exact: true }).waitFor();
    expect(await page.getByTestId('published').count()).toBe(0);
    await page.goto(`${studio.base}/own/datasets`);
    await page
      .getByRole('link', { name: named(1) })
      .first()
      .waitFor();
    expect(await page.getByText('Drafts in this browser').count()).toBe(0);

    const question = ['query', 'run', `SELECT sex, COUNT(*) AS n, AVG(age) AS age FROM ${named(1)} GROUP BY sex`];
    const asked = await quarantine.json('scientist', [...question, '--dataset', named(1), '--epsilon', '1']);
    expect(asked.exit, asked.stderr).toBe(0);
    const { value } = await quarantine.json<{ definition: { tables: unknown; budget: unknown } }>('owner', [
      'data',
      'export',
      named(1),
    ]);
    expect(value.definition).toMatchObject({
      budget: { epsilon: 10, delta: 1e-6 },
      timing: 'fast',
      tables: { [named(1)]: { columns: { age: { lower: 0, upper: 120 }, sex: { values: ['f', 'm'] } } } },
    });
    expect(complaints.filter(unexpected)).toEqual([]);
    await page.context().close();
  });

  it('shows bounds that are wrong, and a source that is missing, at their column', async () => {
    const { page } = await studio.window();
    await write(page, named(2));
    await page.getByLabel('age from').fill('200');
    await next(page);
    const upper = page.getByLabel('age to');
    await expect.poll(() => upper.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#wrong-age').textContent()).toContain('lower must not be above upper');
    await page.getByLabel('age from').fill('0');
    await page.getByLabel('source of age').selectOption('');
    await next(page);
    await page.getByText('Say where the bounds or values come from').waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('source-age');
    await heading(page, /What can each column hold/);
    await page.context().close();
  });

  it('leads from a name that is taken, and from a file that is gone, to the field', async () => {
    const { page } = await studio.window();
    await write(page, named(3));
    await page.getByRole('link', { name: 'Connect' }).click();
    await page.getByLabel('Name of the data set').fill('census');
    await page.getByRole('link', { name: 'Simulate' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'Connect' }).first().click();
    await expect.poll(() => page.getByLabel('Name of the data set').getAttribute('aria-invalid')).toBe('true');

    await page.getByLabel('Name of the data set').fill(named(3));
    await page.getByLabel('File', { exact: true }).fill('gone.csv');
    await page.getByRole('link', { name: 'Publish', exact: false }).last().click();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('alert').getByText('There is no such file below the data root.').waitFor();
    await page.getByRole('alert').getByRole('link', { name: 'Connect' }).click();
    await expect.poll(() => page.getByLabel('File', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await page.context().close();
  });

  it('exports what is written so far, with the sources of bounds, and keeps it when the platform does not answer', async () => {
    const { page } = await studio.window();
    await write(page, named(4));
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export as YAML' }).click(),
    ]);
    const file = await saved.path();
    const simulated = await quarantine.dq0('owner', ['data', 'simulate', file]);
    expect(simulated.exit, simulated.stderr).toBe(0);
    expect((await quarantine.dq0('owner', ['data', 'files'])).stdout).toContain(`${named(4)}.csv`);

    await page.route('**/v1/**', (route) => route.abort());
    await next(page);
    await heading(page, /How sensitive/);
    await page.unroute('**/v1/**');
    await page.getByRole('button', { name: /^Back/ }).click();
    expect(await page.getByLabel('age to').inputValue()).toBe('120');
    await page.context().close();
  });

  it('a file that takes long to read, and is told so until it is there', async () => {
    const { page, complaints } = await studio.window();
    await write(page, named(6));
    const preparing = {
      dataset: named(6),
      state: 'preparing',
      since: new Date(Date.now() - 185_000).toISOString(),
      dataVersion: 1,
      metadataVersion: 1,
      account: named(6),
      notes: [],
    };
    const asked: string[] = [];
    let read = (): void => undefined;
    const reading = new Promise<void>((resolve) => (read = resolve));
    await page.route(/\/v1\/datasets$/, async (route) => {
      if (route.request().method() === 'GET') return route.continue();
      asked.push(route.request().postData() ?? '');
      if (asked.length === 1) return route.fulfill({ json: preparing });
      await reading;
      return route.continue();
    });
    await page.getByRole('link', { name: 'Publish', exact: false }).last().click();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('heading', { name: 'Reading the data: 3 min so far' }).waitFor();
    await page.getByText('You may leave; the data set appears in Data sets when it is ready.').waitFor();
    await accessibleInEveryLook(page, 'reading');

    const other = await page.context().newPage();
    await other.route(/\/v1\/datasets$/, async (route) => {
      const { datasets } = (await (await route.fetch()).json()) as { datasets: unknown };
      await route.fulfill({ json: { datasets, preparing: [{ name: named(6), since: preparing.since }] } });
    });
    await other.goto(`${studio.base}/own/datasets`);
    await other.getByRole('heading', { name: 'Being prepared' }).waitFor();
    await other.getByText('its data are being read, for 3 min so far').waitFor();
    await accessibleInEveryLook(other, 'being prepared');

    read();
    await page.waitForURL(`**/own/datasets/${named(6)}`);
    expect(new Set(asked).size).toBe(1);
    expect(complaints.filter(unexpected)).toEqual([]);
    await page.context().close();
  });

  it('on pages that are accessible', async () => {
    const { page, complaints } = await studio.window();
    await write(page, named(5));
    const steps = page.url().replace(/columns$/, '');
    for (const step of STEPS) {
      await page.goto(steps + step);
      await page.waitForLoadState('networkidle');
      await accessibleInEveryLook(page, step);
    }
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await accessibleInEveryLook(page, 'publishing');
    await page.goto(`${steps}columns`);
    await page.getByLabel('age from').fill('200');
    await next(page);
    await expect.poll(() => page.getByLabel('age to').getAttribute('aria-invalid')).toBe('true');
    await accessibleInEveryLook(page, 'bounds that are wrong');
    await page.goto(`${studio.base}/own/datasets`);
    await page.getByText('Drafts in this browser').waitFor();
    await accessibleInEveryLook(page, 'drafts');
    expect(complaints.filter(unexpected)).toEqual([]);
    await page.context().close();
  });
});
