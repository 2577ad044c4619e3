import { copyFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkout, Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { HANDS } from './hands.ts';
import { apply, invite, mailedCode, PASSWORD } from '../newcomer.ts';
import { buildStudio, StudioInBrowser, type WatchedPage } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
/** Names that no earlier run in the same quarantine has taken. */
const RUN = Date.now().toString(36);
const SOON = { timeout: 20_000 };
const ANSWERED = { timeout: 60_000 };
/** Columns, types and bounds as the documentation of the sample says them. */
const CODE_BOOK = [
  'age, integer, 0, 100',
  'sex, string, 0 | 1',
  'educ, integer, 1, 16',
  'race, string, 1 | 2 | 3 | 4 | 5 | 6',
  'income, integer, 0, 500000',
  'married, string, 0 | 1',
].join('\n');
/** "until June": its last day is the last of May, this year or the next. */
const now = new Date();
const LAST_OF_MAY = `${now.getUTCMonth() < 5 ? now.getUTCFullYear() : now.getUTCFullYear() + 1}-05-31`;

interface Ran {
  readonly state: string;
  readonly refusals?: readonly { readonly code: string; readonly message: string; readonly remedy: string }[];
}

const title = (page: Page, name: RegExp | string): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const button = (page: Page, name: RegExp | string) => page.getByRole('button', { name, exact: true });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

let owner: StudioInBrowser;
let admin: StudioInBrowser;

describe.skipIf(chromium === undefined)(`Studi0, from the first visit to the last${WITHOUT}`, () => {
  beforeAll(async () => {
    buildStudio();
    copyFileSync(path.join(checkout, 'data', 'pums', 'PUMS.csv'), path.join(quarantine.home, 'data', 'PUMS.csv'));
    [owner, admin] = await Promise.all([
      StudioInBrowser.open(quarantine, 'owner'),
      StudioInBrowser.open(quarantine, 'admin'),
    ]);
  });
  afterAll(() => Promise.all([owner.close(), admin.close()]));

  describe.each(HANDS)('%s', (_how, hands) => {
    const number = HANDS.findIndex(([, own]) => own === hands);
    const profile = `newcomer-${number}-${RUN}`;
    const email = `${profile}@example.org`;
    const set = `pums_${number}_${RUN}`;
    /** Of this walk alone: what another one paid for would be free. */
    const sql = `SELECT workclass, COUNT(*) AS people FROM adult WHERE capital_gain < ${(Date.now() + number) % 99_991} GROUP BY workclass`;
    const ownSql = `SELECT sex, AVG(income) AS income FROM ${set} GROUP BY sex`;
    const ask = (epsilon: string) =>
      quarantine.json<Ran & Record<string, unknown>>(profile, [
        ...['query', 'run', ownSql, '--dataset', set, '--epsilon', epsilon],
      ]);
    let newcomer: StudioInBrowser;
    let desk: WatchedPage;
    let office: WatchedPage;

    beforeAll(async () => {
      await invite(quarantine, profile);
      newcomer = await StudioInBrowser.open(quarantine, profile);
      desk = await newcomer.window();
      office = await owner.window();
    });
    afterAll(() => newcomer.close());

    it('a scientist applies, confirms by the mailed code, and waits', async () => {
      const { page } = desk;
      await page.goto(`${newcomer.base}/start`);
      await hands.press(link(page, 'Apply for an account'));
      await title(page, 'Apply for an account');
      await hands.type(page.getByLabel('E-mail address'), email);
      await hands.type(page.getByLabel('Password'), PASSWORD);
      await hands.press(button(page, 'Apply'));
      await title(page, 'Confirm your address');
      await hands.type(page.getByLabel('Code'), await mailedCode(quarantine, email));
      await hands.press(button(page, 'Confirm'));
      await page.getByRole('heading', { name: 'A person decides now' }).waitFor();
      await hands.press(link(page, 'Log in'));
      await title(page, 'Log in');
      await hands.type(page.getByLabel('Password'), PASSWORD);
      await hands.press(button(page, 'Log in'));
      await page.getByRole('alert').getByRole('heading').waitFor();
      expect(await page.getByLabel('E-mail address').inputValue()).toBe(email);
    });

    it('an owner compares the fingerprint that the applicant reads out, and approves', async () => {
      const { page } = office;
      await desk.page.goto(`${newcomer.base}/start`);
      const read = desk.page.getByRole('group', { name: 'Device fingerprint, twelve groups' }).locator('span');
      await expect.poll(() => read.count()).toBe(12);
      await page.goto(`${owner.base}/start`);
      await title(page, 'First steps');
      await hands.press(link(page, 'People'));
      await hands.press(page.getByRole('button', { name: new RegExp(email) }));
      await title(page, `Let ${email} in?`);
      const fields = page.getByRole('textbox', { name: /^Group \d+, as read by the applicant$/ });
      expect(await button(page, 'Approve').isEnabled()).toBe(false);
      for (const at of [0, 1]) {
        const label = await fields.nth(at).getAttribute('aria-label');
        const group = Number(/\d+/.exec(label ?? '')?.[0]);
        await hands.type(fields.nth(at), await read.nth(group - 1).innerText());
      }
      await page.getByText('Both groups match.').waitFor();
      await hands.press(button(page, 'Approve'));
      await page.getByText(`${email} is in.`).waitFor();
      expect(office.complaints).toEqual([]);
    });

    it('the scientist logs in, finds data, sees a price, asks, and asks again free', async () => {
      const { page } = desk;
      await hands.press(link(page, 'Log in'));
      await hands.type(page.getByLabel('Password'), PASSWORD);
      await hands.press(button(page, 'Log in'));
      await title(page, 'From here to your first answer');
      await hands.press(link(page, 'Data sets'));
      await hands.press(link(page, 'census'));
      await page.getByRole('heading', { name: 'Mock rows' }).waitFor();
      await hands.press(button(page, 'Ask a question'));
      const editor = page.getByRole('textbox', { name: 'SQL editor' });
      await hands.choose(page.getByRole('combobox', { name: 'Data set' }), 'census');
      await hands.write(editor, sql);
      await expect
        .poll(() => page.getByTestId('price-sentence').textContent(), SOON)
        .toMatch(/± \d+ people, 19 times in 20, it would use 0\.\d\d % of the account/);
      await hands.press(page.getByRole('button', { name: /^Run for \d/ }));
      const summary = page.getByTestId('result-summary');
      await expect.poll(() => summary.textContent(), ANSWERED).toMatch(/rows, used 0\.\d\d %/);
      await hands.press(button(page, 'chart'));
      await page.locator('s0-chart svg').waitFor();
      await hands.press(button(page, 'both'));
      await hands.press(button(page, 'Read again, free'));
      await expect.poll(() => summary.textContent(), ANSWERED).toMatch(/rows, free, already held/);
    });

    it('the owner publishes a file by the wizard', async () => {
      const { page } = office;
      const next = () => hands.press(page.getByRole('button', { name: /^Next/ }));
      await hands.press(link(page, 'Data sets'));
      await title(page, 'Data sets');
      await hands.press(button(page, 'Publish a data set'));
      await title(page, /Where are the data/);
      await hands.type(page.getByLabel('Name of the data set'), set);
      await hands.press(page.getByRole('button', { name: /^PUMS\.csv/ }));
      await hands.press(button(page, 'Take the names from the first line'));
      await page.getByText('6 columns are named: age, sex, educ, race, income, married.').waitFor();
      await next();
      await title(page, /What is in the table/);
      await hands.type(page.getByLabel('Name of the table in SQL'), set);
      await hands.type(page.getByLabel('Code book'), CODE_BOOK);
      await hands.press(button(page, 'Take the code book'));
      await page.getByText('6 columns were taken.').waitFor();
      await next();
      await title(page, /Who is protected/);
      await hands.type(page.getByLabel('At most this many people'), '10000');
      await hands.type(page.getByLabel('Budget account of these people'), set);
      await next();
      await title(page, /What can each column hold/);
      expect(await page.getByLabel('income to').inputValue()).toBe('500000');
      await next();
      await title(page, /How sensitive/);
      await hands.pick(page.getByLabel(/Hide how long/));
      await next();
      await title(page, /How much may these people give/);
      await hands.pick(page.getByLabel(/^Careful/));
      await hands.type(page.getByLabel('epsilon of one release, at most'), '0.6');
      await hands.type(page.getByLabel('epsilon for life'), '0.7');
      await page.getByText(/About .* questions/).waitFor();
      await next();
      await title(page, /What will people get/);
      await page.getByRole('region', { name: 'Typical questions' }).waitFor();
      await next();
      await title(page, `Ready to publish ${set}?`);
      await hands.choose(page.getByLabel('Who may ask from the start'), 'data-scientist');
      await hands.press(button(page, 'Publish'));
      const dialog = page.getByRole('dialog', { name: `Publish ${set}?` });
      await hands.press(dialog.getByRole('button', { name: 'Publish', exact: true }));
      await page.waitForURL(`**/own/datasets/${set}`);
      await title(page, set);
      await page.getByText('The group data-scientist may ask it from now on.').waitFor();
    });

    it('the owner writes a policy, and it refuses in the same words at the command line and in Studi0', async () => {
      // The scientist has a price of 0.6 on the desk before the policy changes.
      await desk.page.goto(`${newcomer.base}/sci/queries`);
      await hands.choose(desk.page.getByRole('combobox', { name: 'Data set' }), set);
      await hands.write(desk.page.getByRole('textbox', { name: 'SQL editor' }), ownSql);
      const run = desk.page.getByTestId('run');
      await expect.poll(() => run.isEnabled(), SOON).toBe(true);
      await desk.page.getByRole('slider').press('End');
      await expect.poll(() => desk.page.locator('.three').textContent(), SOON).toContain('0.60epsilon alone');
      await expect.poll(() => run.isEnabled(), SOON).toBe(true);

      const { page } = office;
      await hands.press(link(page, 'Policies'));
      await title(page, 'Policies');
      const place = page.getByRole('region', { name: set });
      await hands.press(place.getByRole('link', { name: 'data-scientist', exact: true }));
      await hands.type(page.getByLabel('with epsilon at most'), '0.5');
      await hands.day(page.getByLabel('until', { exact: true }), LAST_OF_MAY);
      await expect.poll(() => page.getByTestId('written').textContent(), SOON).toContain('decimal("0.5")');
      await expect
        .poll(() => page.getByTestId('written').textContent(), SOON)
        .toContain(`${LAST_OF_MAY.slice(0, 4)}-06-01`);
      await expect.poll(() => button(page, 'Save').isEnabled(), SOON).toBe(true);
      await hands.press(button(page, 'Save'));
      await expect.poll(() => page.getByTestId('policy-status').textContent(), SOON).toContain('Saved as version');

      const refused = await ask('0.6');
      expect(refused.exit).toBe(3);
      const { message, remedy } = refused.value.refusals![0]!;
      expect(message).toBe('This needs epsilon 0.6; your policy ends at 0.5.');
      await hands.press(run);
      // The answer to a dear question is confirmed first.
      await hands.press(desk.page.getByRole('dialog').getByRole('button', { name: /^Run for/ }));
      await desk.page.getByRole('heading', { name: 'The question was refused' }).waitFor();
      await desk.page.getByText(`${message} ${remedy}`).waitFor();
    });

    it('the scientist asks within it until the budget is gone, and is told what still works', async () => {
      const { page } = desk;
      const run = page.getByTestId('run');
      await expect.poll(() => page.locator('.three').textContent(), SOON).toContain('0.50epsilon alone');
      await expect.poll(() => run.isEnabled(), SOON).toBe(true);
      await hands.press(run);
      await hands.press(page.getByRole('dialog').getByRole('button', { name: /^Run for/ }));
      const summary = page.getByTestId('result-summary');
      await expect.poll(() => summary.textContent(), ANSWERED).toMatch(/rows, used/);

      // While the next question is being written, a program of the same person takes what is left: each refusal says
      // what still fits, until nothing does.
      const next = `SELECT AVG(educ) AS educ FROM ${set}`;
      await hands.write(page.getByRole('textbox', { name: 'SQL editor' }), next);
      await page.getByRole('button', { name: /^Run for/ }).waitFor(SOON);
      await page.getByRole('slider').press('End');
      await expect.poll(() => page.locator('.three').textContent(), SOON).toMatch(/0\.50epsilon alone.*[1-9]\d %share/);
      await expect.poll(() => run.isEnabled(), SOON).toBe(true);
      expect(await drain(page, set, ownSql.replace('AVG(income)', 'AVG(age)'))).toBe('Nothing more of this kind fits.');
      await hands.press(run);
      await hands.press(page.getByRole('dialog').getByRole('button', { name: /^Run for/ }));
      await page.getByRole('heading', { name: 'The question was refused' }).waitFor();
      await page.getByText(`${set} has given all it can. Released answers stay free`, { exact: false }).waitFor(SOON);
      expect(await page.locator('.cm-content').innerText()).toContain(next);
      expect(await run.isEnabled()).toBe(false);
      await hands.press(page.getByRole('button', { name: 'Ask again: free' }).first());
      await expect.poll(() => summary.textContent(), ANSWERED).toMatch(/rows?, free, already held/);
    });

    it('the owner watches the burn-down, and the audit holds', async () => {
      const { page } = office;
      await hands.press(link(page, 'Budgets'));
      await title(page, 'Budgets');
      await hands.press(link(page, set));
      await title(page, `Budget of ${set}`);
      await page.locator('s0-chart svg').waitFor();
      await hands.press(button(page, 'Table'));
      const spends = page.getByRole('region', { name: 'Spends' }).locator('tbody tr');
      await expect.poll(() => spends.count(), SOON).toBeGreaterThan(1);
      expect(await spends.first().textContent()).toContain(email);
      await page.getByText(/it lasts until/).waitFor();

      await hands.press(link(page, 'Audit'));
      await title(page, 'Audit');
      await page
        .getByRole('status')
        .getByText(/No gap in rows/)
        .waitFor();
      await hands.type(page.getByRole('searchbox'), set);
      await page.getByRole('cell', { name: set, exact: true }).first().waitFor();
      expect((await quarantine.json('owner', ['audit', 'verify'])).exit).toBe(0);
      expect(office.complaints.filter((text) => !text.includes('422'))).toEqual([]);
      expect(desk.complaints.filter((text) => !/40[0-3]/.test(text))).toEqual([]);
    });

    it('an administrator looks at the health, checks the executor, lets somebody in, and gives roles', async () => {
      const applicant = `applicant-${number}-${RUN}`;
      const address = `${applicant}@example.org`;
      const groups = (await apply(quarantine, applicant, address)).match(/\d{5}/g) ?? [];
      const { page, complaints } = await admin.window();
      await page.goto(`${admin.base}/start`);
      await title(page, 'First steps');
      await hands.press(link(page, 'Health'));
      await page.getByText('answers', { exact: true }).waitFor();
      await hands.press(link(page, 'See executors'));
      await title(page, 'Executors');
      await hands.press(button(page, 'Check now'));
      await page.getByText(/The check took/).waitFor(ANSWERED);
      expect(await page.getByRole('region', { name: 'Findings at local' }).locator('tbody tr').count()).toBe(13);
      await hands.press(link(page, 'Plugins'));
      await title(page, 'Plugins');
      await page.getByRole('heading', { name: /^sql \d/ }).waitFor();
      await hands.press(link(page, 'Health'));
      await hands.press(link(page, 'See people'));
      await hands.press(page.getByRole('button', { name: new RegExp(address) }));
      const fields = page.getByRole('textbox', { name: /^Group \d+, as read by the applicant$/ });
      for (const at of [0, 1]) {
        const label = await fields.nth(at).getAttribute('aria-label');
        await hands.type(fields.nth(at), groups[Number(/\d+/.exec(label ?? '')?.[0]) - 1] ?? '');
      }
      await hands.pick(page.getByLabel(/^Auditor/));
      await hands.press(button(page, 'Approve'));
      await page.getByText(`${address} is in.`).waitFor();
      await page.getByRole('heading', { name: 'Roles' }).waitFor();
      await hands.pick(page.getByLabel(/^Data scientist/));
      await hands.pick(page.getByLabel(/^Auditor/));
      await hands.press(button(page, 'Save roles'));
      await page.getByText(`${address} is data scientist now.`).waitFor();
      const { value } = await quarantine.json<{ users: { email: string; roles: string[] }[] }>('admin', [
        ...['user', 'list'],
      ]);
      expect(value.users.find((user) => user.email === address)?.roles).toEqual(['data-scientist']);
      expect(complaints).toEqual([]);
    });
  });
});

/** Asks by REST what the last refusal said would fit, until nothing does. @returns the last remedy */
function drain(page: Page, dataset: string, sql: string): Promise<string> {
  return page.evaluate(
    async (question) => {
      let remedy = '';
      for (let epsilon = 0.5, asked = 0; asked < 8; asked += 1) {
        const answered = await fetch('/v1/queries', {
          method: 'POST',
          headers: { 'content-type': 'application/json', prefer: 'wait=20' },
          body: JSON.stringify({ ...question, epsilon, fresh: true }),
        });
        const { refusals } = (await answered.json()) as Ran;
        if (refusals === undefined) continue;
        remedy = refusals[0]?.remedy ?? '';
        const fitting = /epsilon ([\d.e-]+)/.exec(remedy)?.[1];
        if (fitting === undefined) break;
        epsilon = Number(fitting);
      }
      return remedy;
    },
    { dataset, sql },
  );
}
