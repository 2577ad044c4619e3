import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Page } from 'playwright-core';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { accessibleInEveryLook } from './looks.ts';
import { keep } from './kept-items.ts';
import { buildStudio, StudioInBrowser, write } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
const SET = 'policy-study';
const POLICY = `/own/policies/${SET}/data-scientist`;
/** Its error depends on the data: the slider has stops of epsilon, up to the limit itself. */
const SQL = 'SELECT AVG(age) AS age FROM adult WHERE age > 30';
const MARKUP = '<img src=x onerror="window.hostile=1"><script>window.hostile=1</script>';

interface Ran {
  readonly state: string;
  readonly refusals?: readonly { readonly message: string; readonly remedy: string }[];
}

let owner: StudioInBrowser;
let scientist: StudioInBrowser;

/** Each look at a price or an effect is a round to the platform; a loaded machine takes its time. */
const SOON = { timeout: 20_000 };
const status = (page: Page) => page.getByTestId('policy-status');
const ask = (epsilon: string) =>
  quarantine.json<Ran & Record<string, unknown>>('scientist', [
    ...['query', 'run', SQL, '--dataset', SET, '--epsilon', epsilon],
  ]);

/** A data set of this file alone, about the same people, that nobody may ask yet. */
async function publish(page: Page): Promise<void> {
  const answered = await page.evaluate(async (name) => {
    const shown = await fetch('/v1/datasets/census/definition');
    const { definition } = (await shown.json()) as { definition: object };
    const limits = { epsilonPerRelease: 0.6, deltaPerRelease: 1e-7 };
    const own = { name, account: name, budget: { epsilon: 10, delta: 1e-6 }, limits };
    const body = JSON.stringify({ definition: { ...definition, ...own } });
    return (await fetch('/v1/datasets', { method: 'POST', headers: { 'content-type': 'application/json' }, body }))
      .status;
  }, SET);
  expect(answered).toBe(200);
}

/** Presses Tab until something is focused. */
async function tabTo(page: Page, label: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  for (let tabs = 0; tabs < 60 && !(await field.evaluate((one) => one.matches(':focus'))); tabs += 1) {
    await page.keyboard.press('Tab');
  }
  expect(await field.evaluate((one) => one.matches(':focus'))).toBe(true);
}

describe.skipIf(chromium === undefined)(`access policies in Studi0${WITHOUT}`, () => {
  beforeAll(async () => {
    buildStudio();
    owner = await StudioInBrowser.open(quarantine, 'owner');
    scientist = await StudioInBrowser.open(quarantine, 'scientist');
    const { page } = await owner.window();
    await page.goto(`${owner.base}/start`);
    await publish(page);
  });
  afterAll(async () => {
    await owner.close();
    await scientist.close();
  });

  it('are written by keyboard, refuse in the words of the command line, and let within the bound', async () => {
    const { page, complaints } = await owner.window();
    await page.goto(`${owner.base}/start`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL('**/own/policies');
    await page.getByText(`No policy mentions ${SET}: nobody may ask it.`).waitFor();
    await tabTo(page, `New policy of ${SET}`);
    await page.keyboard.press('Enter');
    await page.getByTestId('written').getByText('Group::"data-scientist"').first().waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).isEnabled(), SOON).toBe(true);
    await page.keyboard.press('Control+s');
    await page.waitForURL(`**${POLICY}/form`);

    const { page: desk, complaints: atDesk } = await scientist.window();
    await desk.goto(`${scientist.base}/sci/queries`);
    await desk.getByLabel('Data set', { exact: true }).selectOption(SET);
    await write(desk, SQL, SET);
    await desk.getByRole('slider').press('End');
    await expect.poll(() => desk.locator('.three').textContent(), SOON).toContain('0.60epsilon alone');
    await expect.poll(() => desk.getByTestId('run').isEnabled(), SOON).toBe(true);

    await tabTo(page, 'with epsilon at most');
    await page.keyboard.type('half');
    await page.getByText('epsilon: Write a number').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isEnabled()).toBe(false);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('0.5');
    await tabTo(page, 'until');
    await page.keyboard.type('1231');
    await page.getByText('until: Write the whole last day').waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isEnabled()).toBe(false);
    await page.keyboard.type('2099');
    const written = page.getByTestId('written');
    await expect.poll(() => written.textContent(), SOON).toContain('decimal("0.5")');
    await expect.poll(() => written.textContent(), SOON).toContain('datetime("2100-01-01T00:00:00.000Z")');
    const preview = page.getByRole('region', { name: 'Gains and losses' });
    await expect
      .poll(() => preview.textContent(), SOON)
      .toMatch(/group data-scientist\s*ask\s*yes\s*up to epsilon 0\.5/);
    await page.getByText('Its end changes from no end to the end of 2099-12-31 (UTC).').waitFor();
    await page.reload();
    await expect.poll(() => written.textContent(), SOON).toContain('decimal("0.5")');
    const text = await written.textContent();
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).isEnabled(), SOON).toBe(true);
    await page.keyboard.press('Control+s');
    await expect.poll(() => status(page).textContent(), SOON).toContain('Saved as version');
    const purpose = page.getByLabel('for', { exact: true });
    await purpose.fill('labour-study');
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).isEnabled(), SOON).toBe(true);
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect.poll(() => purpose.inputValue(), SOON).toBe('');

    const shown = await quarantine.json<{ policies: { text: string }[] }>('owner', [
      ...['policy', 'show', `${SET}/data-scientist`],
    ]);
    expect(shown.value.policies[0]?.text).toBe(text);
    const refused = await ask('0.6');
    expect(refused.exit).toBe(3);
    const { message, remedy } = refused.value.refusals![0]!;
    expect(message).toBe('This needs epsilon 0.6; your policy ends at 0.5.');
    await desk.getByTestId('run').click();
    await desk.getByRole('heading', { name: 'The question was refused' }).waitFor();
    await desk.getByText(`${message} ${remedy}`).waitFor();

    // The card has learned where the policy ends.
    await expect.poll(() => desk.locator('.three').textContent(), SOON).toContain('0.50epsilon alone');
    await expect.poll(() => desk.getByTestId('run').isEnabled(), SOON).toBe(true);
    await desk.getByTestId('run').click();
    await expect
      .poll(() => desk.getByTestId('result-summary').textContent(), { timeout: 60_000 })
      .toMatch(/1 row, used/);
    expect((await ask('0.5')).exit).toBe(0);
    expect(complaints).toEqual([]);
    expect(atDesk.filter((line) => !line.includes('status of 403'))).toEqual([]);
  });

  it('name one person, who alone may then ask, and open as that form again', async () => {
    const { page, complaints } = await owner.window();
    const name = 'user-scientist-example-org';
    await page.goto(`${owner.base}/own/policies/${SET}/-/form`);
    await page.getByLabel('Whom it is about').selectOption('One person,');
    await page.getByText('address: Write an address').waitFor();
    const address = page.getByLabel('with the address');
    await page.locator('#wish-people option[value="scientist@example.org"]').waitFor({ state: 'attached' });
    await address.fill('nobody@example.org');
    await page.getByText('address: no approved account has this address').waitFor();
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('button', { name: 'Save' }).isEnabled()).toBe(false);
    await accessibleInEveryLook(page, 'a form about nobody');
    await address.fill('scientist@example.org');
    await page.getByLabel('with epsilon at most').fill('0.55');
    const written = page.getByTestId('written');
    await expect.poll(() => written.textContent(), SOON).toContain('principal == User::"scientist@example.org"');
    await expect.poll(() => page.getByLabel('called').getAttribute('placeholder'), SOON).toBe(name);
    await expect
      .poll(() => page.getByRole('region', { name: 'Gains and losses' }).innerText(), SOON)
      .toMatch(/^who\s+may\s+today\s+after\s+(scientist@example\.org\s.*\s*)+up to epsilon 0\.55$/);
    await accessibleInEveryLook(page, 'a form about one person');
    await page.keyboard.press('Control+s');
    await page.waitForURL(`**/own/policies/${SET}/${name}/form`);
    await page.getByText(`scientist@example.org may ask ${SET} with epsilon at most 0.55.`).waitFor();
    await page.reload();
    await expect.poll(() => address.inputValue(), SOON).toBe('scientist@example.org');
    await page.goto(`${owner.base}/own/policies`);
    await page.getByText(`scientist@example.org may ask ${SET} with epsilon at most 0.55`).waitFor();

    const shown = await quarantine.json<{ policies: object[] }>('owner', ['policy', 'show', `${SET}/${name}`]);
    const bounds = { epsilon: 0.55, purpose: null, until: null, share: null };
    expect(shown.value.policies).toMatchObject([{ form: { user: 'scientist@example.org', ...bounds } }]);
    const refused = await ask('0.6');
    expect(refused.value.refusals![0]!.message).toBe('This needs epsilon 0.6; your policy ends at 0.55.');
    expect((await quarantine.json('owner', ['policy', 'remove', `${SET}/${name}`, '--yes'])).exit).toBe(0);
    expect(complaints.filter((line) => !line.includes('status of 404'))).toEqual([]);
  });

  it('read a form that was kept before it could name a person', async () => {
    const { page } = await owner.window();
    const fields = { group: 'auditor', epsilon: '0.25', purpose: '', until: '', share: '' };
    const kept = { name: 'older', as: 'form', fields, text: '', base: 0 };
    await page.goto(`${owner.base}/own/policies`);
    await keep(page, `policies/${SET}/-`, kept);
    await page.goto(`${owner.base}/own/policies/${SET}/-/form`);
    await expect.poll(() => page.getByLabel('the group', { exact: true }).inputValue(), SOON).toBe('auditor');
    expect(await page.getByLabel('with epsilon at most').inputValue()).toBe('0.25');
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).isEnabled(), SOON).toBe(true);
    await page.getByRole('button', { name: 'Discard' }).click();
  });

  it('are tested: who, how much, when, and by which rule', async () => {
    const { page } = await owner.window();
    await page.goto(`${owner.base}${POLICY}/tester`);
    const answers = page.getByTestId('answers');
    await page.getByLabel('Person or group').fill('scientist@example.org');
    await page.getByLabel('May they').selectOption('query:run');
    const told = () => answers.locator('tbody').innerText();
    await expect
      .poll(told)
      .toMatch(/^scientist@example\.org\s+ask\s+up to epsilon 0\.5\s+policy-study\/data-scientist/);
    const amount = page.getByLabel('Epsilon of one release');
    expect(await amount.getAttribute('aria-describedby')).toBeNull();
    await amount.fill('much');
    await expect.poll(() => amount.getAttribute('aria-invalid')).toBe('true');
    const below = page.locator(`#${await amount.getAttribute('aria-describedby')}`);
    expect(await below.innerText()).toBe('Write a number above 0, such as 0.5.');
    await amount.fill('0.6');
    await expect.poll(() => amount.getAttribute('aria-invalid')).toBeNull();
    await expect.poll(told, SOON).toMatch(/no, only to 0\.5/);
    await page
      .getByText('No: scientist@example.org may not ask with epsilon 0.6; the policies end at epsilon 0.5. Decided by')
      .waitFor();
    await page.getByLabel('Epsilon of one release').fill('');
    await page.getByLabel('At (UTC)').fill('2100-02-01T00:00');
    await expect.poll(told, SOON).toMatch(/ask\s+no\s+no-rule/);
    await page.getByLabel('Person or group').fill('nobody@example.org');
    await page.getByRole('alert').waitFor();
  });

  it('are tested for how somebody logged in and for a purpose', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'dq0-policy-')), 'more.cedar');
    const more = (what: string): string =>
      `permit (principal in Group::"data-scientist", action == Action::"query:run", resource == Dataset::"${SET}") when {${what}};`;
    writeFileSync(
      file,
      `${more('context has authentication && context.authentication == "passkey" && context.epsilon.lessThanOrEqual(decimal("0.56"))')}
       ${more('context has purpose && context.purpose == "night-study" && context.epsilon.lessThanOrEqual(decimal("0.53"))')}`,
    );
    expect((await quarantine.json('owner', ['policy', 'set', SET, file, '--name', 'more'])).exit).toBe(0);
    const { page } = await owner.window();
    await page.goto(`${owner.base}${POLICY}/tester`);
    const told = () => page.getByTestId('answers').locator('tbody').innerText();
    await page.getByLabel('Person or group').fill('scientist@example.org');
    await page.getByLabel('May they').selectOption('query:run');
    await page.getByLabel('Purpose of the question').fill('Day study');
    await page.getByLabel('Purpose of the question').press('Tab');
    await expect.poll(told, SOON).toMatch(/up to epsilon 0\.5/);
    await page.getByLabel('Logged in').selectOption('passkey');
    await expect.poll(told, SOON).toMatch(/up to epsilon 0\.56/);
    await page.getByLabel('Logged in').selectOption('password');
    await page.getByLabel('Purpose of the question').fill('Night study');
    await page.getByLabel('Purpose of the question').press('Tab');
    await expect.poll(told, SOON).toMatch(/up to epsilon 0\.53/);
    expect((await quarantine.json('owner', ['policy', 'remove', `${SET}/more`, '--yes'])).exit).toBe(0);
    rmSync(path.dirname(file), { recursive: true });
  });

  it('say as text where something is wrong, and what each version changed', async () => {
    const { page } = await owner.window();
    await page.goto(`${owner.base}${POLICY}/text`);
    const editor = page.getByRole('textbox', { name: 'Policy text' });
    await editor.click();
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('permit (principal, action, resource)\n  whn { true };');
    await page.getByText('line 2, column 3').waitFor();
    expect(await page.locator('.cm-lintRange-error').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Save' }).isEnabled()).toBe(false);
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText(
      'permit (principal in Group::"data-scientist", action == Action::"query:run", resource == Dataset::"census");',
    );
    await page.getByText(`resource == Dataset::"${SET}"`).first().waitFor();
    await page.getByRole('button', { name: 'Discard' }).click();
    await expect.poll(() => editor.innerText(), SOON).toContain('decimal("0.5")');
    await page
      .getByRole('button', { name: /^Version / })
      .first()
      .click();
    await expect.poll(() => page.getByTestId('version').textContent(), SOON).toMatch(/\+ .*decimal\("0\.5"\)/);
  });

  it('are accessible in each view', async () => {
    const { page, complaints } = await owner.window();
    for (const route of ['/own/policies', ...['form', 'text', 'tester'].map((view) => `${POLICY}/${view}`)]) {
      await page.goto(owner.base + route);
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle');
      await accessibleInEveryLook(page, route);
    }
    await page.goto(`${owner.base}${POLICY}/form`);
    await page.getByLabel('with epsilon at most').fill('0.25');
    await page.getByLabel('and each person at most').fill('much');
    await page.getByText('share: Write per cent').waitFor();
    await accessibleInEveryLook(page, 'a form with a mistake');
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').waitFor();
    await accessibleInEveryLook(page, 'removing');
    expect(complaints).toEqual([]);
  });

  it('are shown as they are, whatever they are called', async () => {
    const { page } = await owner.window();
    const record = { policy: `${SET}/${MARKUP}`, shipped: false, version: 2, changedBy: MARKUP, changedAt: null };
    const policies = [{ ...record, text: MARKUP, form: null }];
    await page.route(/\/v1\/policies$/, (route) => route.fulfill({ json: { version: 2, policies } }));
    await page.route(/\/v1\/policies\/policy-study/, (route) =>
      route.fulfill({ json: { of: SET, version: 2, policies, history: [] } }),
    );
    await page.goto(`${owner.base}/own/policies`);
    await page.getByRole('link', { name: MARKUP }).click();
    await page.getByRole('heading', { level: 1, name: MARKUP }).waitFor();
    await page.getByRole('link', { name: 'Text', exact: true }).click();
    await expect.poll(() => page.getByRole('textbox', { name: 'Policy text' }).innerText(), SOON).toContain(MARKUP);
    expect(await page.evaluate(() => 'hostile' in window)).toBe(false);
    expect(await page.locator('main img').count()).toBe(0);
  });

  it('are removed by who has seen what that takes', async () => {
    const { page } = await owner.window();
    await page.goto(`${owner.base}${POLICY}/form`);
    await page.getByRole('button', { name: 'Remove' }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove data-scientist?' });
    await expect.poll(() => dialog.innerText(), SOON).toMatch(/scientist@example\.org\s+ask\s+up to epsilon 0\.5\s+no/);
    const ahead = await quarantine.json<{ changes: { who: string }[] }>('owner', [
      ...['policy', 'diff', SET, '--without', 'data-scientist'],
    ]);
    expect(ahead.value.changes.map(({ who }) => who)).toContain('scientist@example.org');
    await dialog.getByRole('button', { name: 'Remove data-scientist' }).click();
    await page.waitForURL('**/own/policies');
    await page.getByText(`No policy mentions ${SET}: nobody may ask it.`).waitFor();
    expect((await ask('0.5')).exit).toBe(3);
  });
});
