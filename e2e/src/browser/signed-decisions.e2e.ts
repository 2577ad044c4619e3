import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newcomer } from '../newcomer.ts';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, findings, StudioInBrowser, type WatchedPage } from './studio.ts';
import { VirtualAuthenticator } from './virtual-authenticator.ts';

const quarantine = new Quarantine(inject('home'));
const SET = 'signed-study';
const OWNER = 'signer@example.org';
const KEEPER = 'signing-admin@example.org';
const COLLEAGUE = 'colleague-of-signer@example.org';
const PROJECT = `${COLLEAGUE}/signed`;
const SOON = { timeout: 30_000 };

/** Whoever has a passkey decides with it: Studi0 asks for it by itself, the command line refuses. */
describe.skipIf(chromium === undefined)(`decisions signed in a browser${WITHOUT}`, () => {
  const open: StudioInBrowser[] = [];
  let owner: { readonly studio: StudioInBrowser; readonly window: WatchedPage };
  let keeper: typeof owner;
  let colleague: typeof owner;

  async function withPasskey(profile: string): Promise<typeof owner> {
    const studio = await StudioInBrowser.open(quarantine, profile);
    open.push(studio);
    const window = await studio.window();
    await VirtualAuthenticator.plugIn(window.page);
    await window.page.goto(`${studio.base}/passkeys`);
    await window.page.getByLabel('Name of the passkey').fill('blue key');
    await window.page.getByRole('button', { name: 'Register a passkey' }).click();
    await window.page.getByText('blue key is registered.').waitFor();
    return { studio, window };
  }

  async function at({ studio, window }: typeof owner, route: string): Promise<Page> {
    await window.page.goto(studio.base + route);
    return window.page;
  }

  /** By the command line alone it is refused, and says where it is decided. */
  async function refused(profile: string, words: readonly string[]): Promise<void> {
    expect(await quarantine.json(profile, [...words]), words.join(' ')).toMatchObject({
      exit: 4,
      value: { error: { code: 'STEP_UP_REQUIRED', remedy: expect.stringContaining('dq0 studio') as string } },
    });
  }

  beforeAll(async () => {
    buildStudio();
    await newcomer(quarantine, 'signer', OWNER, 'data-owner');
    await newcomer(quarantine, 'signing-admin', KEEPER, 'administrator');
    await newcomer(quarantine, 'colleague-of-signer', COLLEAGUE, 'data-scientist');
    const file = path.join(quarantine.home, 'signed-study.yaml');
    expect((await quarantine.json('owner', ['data', 'export', 'census', '--out', file])).exit).toBe(0);
    const own = readFileSync(file, 'utf8')
      .replace(/^name: .*$/m, `name: ${SET}`)
      .replace(/^account: .*$/m, `account: ${SET}`);
    expect((await quarantine.json('signer', ['data', 'add', quarantine.file('signed.yaml', own)])).exit).toBe(0);
    const requesting = ['policy', 'set', SET, '--group', 'data-scientist', '--request'];
    expect((await quarantine.json('signer', requesting)).exit).toBe(0);
    expect((await quarantine.json('colleague-of-signer', ['project', 'create', 'signed'])).exit).toBe(0);
    owner = await withPasskey('signer');
    keeper = await withPasskey('signing-admin');
    colleague = await withPasskey('colleague-of-signer');
  });
  afterAll(() => Promise.all(open.map((studio) => studio.close())));

  it('write and remove a policy', async () => {
    await refused('signer', ['policy', 'set', SET, '--group', 'auditor']);
    const page = await at(owner, `/own/policies/${SET}/-/form`);
    await page.getByLabel('the group', { exact: true }).selectOption('auditor');
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).isEnabled(), SOON).toBe(true);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(`**/own/policies/${SET}/auditor/form`);
    await refused('signer', ['policy', 'remove', `${SET}/auditor`, '--yes']);
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove auditor' }).click();
    await page.waitForURL('**/own/policies');
    expect((await quarantine.json('signer', ['policy', 'show', `${SET}/auditor`])).value).toMatchObject({
      policies: [],
    });
  });

  it('approve one request for access and turn another down', async () => {
    const ask = async (purpose: string): Promise<string> => {
      const words = ['access', 'request', SET, '--purpose', purpose, '--reason', 'Wages.', '--until', '2099-12-31'];
      return String((await quarantine.json('colleague-of-signer', words)).value['request']);
    };
    const other = await ask('other-study');
    await refused('signer', ['access', 'reject', other, '--yes']);
    const page = await at(owner, '/own/requests');
    await page.getByRole('heading', { name: `Let ${COLLEAGUE} ask ${SET}?` }).waitFor(SOON);
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.getByText(`The request of ${COLLEAGUE} was turned down.`).waitFor(SOON);
    const wish = await ask('signed-study');
    await refused('signer', ['access', 'approve', wish]);
    await at(owner, '/own/requests');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText(`${COLLEAGUE} may ask ${SET} for signed-study.`).waitFor(SOON);
  });

  it('give a part of a budget', async () => {
    await refused('signer', ['budget', 'quota', 'set', SET, '--user', COLLEAGUE, '--share', '25%']);
    const page = await at(owner, `/own/budgets/${SET}`);
    await page.getByLabel('A person or a group').fill(COLLEAGUE);
    await page.getByLabel('May use at most, % of the account').fill('25');
    await page.getByLabel('May use at most, % of the account').press('Enter');
    await page.getByRole('button', { name: `Lift the limit of ${COLLEAGUE}` }).waitFor(SOON);
  });

  it('let somebody into a project, and take them out', async () => {
    await refused('colleague-of-signer', ['project', 'add-member', PROJECT, OWNER]);
    const page = await at(colleague, `/sci/projects/${encodeURIComponent(PROJECT)}`);
    await page.getByLabel('Let somebody in').fill(OWNER);
    await page.getByRole('button', { name: 'Let in' }).click();
    const out = page.getByRole('button', { name: `Take out ${OWNER}` });
    await out.waitFor(SOON);
    await refused('colleague-of-signer', ['project', 'remove-member', PROJECT, OWNER, '--yes']);
    await out.click();
    await out.waitFor({ state: 'detached', ...SOON });
  });

  it('hand a project over, which is then led by somebody else', async () => {
    expect((await quarantine.json('colleague-of-signer', ['project', 'create', 'handed'])).exit).toBe(0);
    const handed = `${COLLEAGUE}/handed`;
    const page = await at(colleague, `/sci/projects/${encodeURIComponent(handed)}`);
    await page.getByLabel('Let somebody in').fill(OWNER);
    await page.getByRole('button', { name: 'Let in' }).click();
    await page.getByLabel('Hand it over to').waitFor(SOON);
    await refused('colleague-of-signer', ['project', 'hand-over', handed, '--to', OWNER, '--yes']);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Hand over' }).click();
    const dialog = page.getByRole('dialog', { name: `Hand over ${handed}?` });
    await dialog.getByText(`From then on ${OWNER} says who is in it`).waitFor();
    expect(await findings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Hand it over' }).click();
    await page.getByRole('button', { name: 'Leave this project' }).waitFor(SOON);
    expect(await page.getByLabel('Let somebody in').count()).toBe(0);
    expect((await quarantine.json('signer', ['project', 'info', handed])).value).toMatchObject({ owner: OWNER });
    expect(await findings(page)).toEqual([]);
  });

  it('put people into groups and end an account', async () => {
    await quarantine.json('signing-admin', ['group', 'create', 'signed-group']);
    await refused('signing-admin', ['user', 'groups', COLLEAGUE, '--group', 'signed-group', '--yes']);
    const page = await at(keeper, '/adm/people');
    await page.getByRole('button', { name: new RegExp(COLLEAGUE) }).click();
    await page.getByLabel('signed-group').check();
    await page.getByRole('button', { name: 'Save the groups' }).click();
    await page.getByText(`${COLLEAGUE} is in these groups now.`).waitFor(SOON);
    await refused('signing-admin', ['user', 'disable', COLLEAGUE, '--yes']);
    await page.getByRole('button', { name: 'Disable this account' }).click();
    await page.getByText(`${COLLEAGUE} can do nothing any more.`).waitFor(SOON);
  });

  it('need no passkey to stop a device that was stolen', async () => {
    const { devices } = (await quarantine.json<{ devices: { device: string }[] }>('signer', ['device', 'list'])).value;
    const [device] = devices;
    const words = ['device', 'revoke', device?.device ?? '', '--yes'];
    expect((await quarantine.json('signer', words)).exit).toBe(0);
    expect((await quarantine.json('signer', ['user', 'whoami'])).exit).toBe(4);
    expect(owner.window.complaints.filter((line) => !line.includes('status of 403'))).toEqual([]);
  });
});
