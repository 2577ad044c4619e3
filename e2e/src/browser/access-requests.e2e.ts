import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, findings, StudioInBrowser, write } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
const SET = 'request-study';
const SQL = 'SELECT COUNT(*) AS n FROM adult WHERE age > 62';
/** Each step is a round to the platform; a loaded machine takes its time. */
const SOON = { timeout: 30_000 };

let owner: StudioInBrowser;
let scientist: StudioInBrowser;
let admin: StudioInBrowser;

describe.skipIf(chromium === undefined)(`access requests in Studi0${WITHOUT}`, () => {
  beforeAll(async () => {
    buildStudio();
    const file = path.join(quarantine.home, 'request-study.yaml');
    expect((await quarantine.json('owner', ['data', 'export', 'census', '--out', file])).exit).toBe(0);
    const own = readFileSync(file, 'utf8')
      .replace(/^name: .*$/m, `name: ${SET}`)
      .replace(/^account: .*$/m, `account: ${SET}`);
    expect((await quarantine.json('owner', ['data', 'add', quarantine.file('own-requests.yaml', own)])).exit).toBe(0);
    [owner, scientist, admin] = [
      await StudioInBrowser.open(quarantine, 'owner'),
      await StudioInBrowser.open(quarantine, 'scientist'),
      await StudioInBrowser.open(quarantine, 'admin'),
    ];
  });
  afterAll(() => Promise.all([owner, scientist, admin].map((studio) => studio.close())));

  it('are opened to a group by the form, which then says nothing of bounds', async () => {
    const { page } = await owner.window();
    await page.goto(`${owner.base}/own/policies/${SET}/-/form`);
    await page.getByLabel('with epsilon at most').fill('0.5');
    await page.getByLabel('may', { exact: true }).selectOption('only request access to');
    await expect.poll(() => page.getByLabel('with epsilon at most').count(), SOON).toBe(0);
    const preview = page.getByRole('region', { name: 'Gains and losses' });
    await expect.poll(() => preview.textContent(), SOON).toMatch(/group data-scientist\s*request access\s*no\s*yes/);
    await expect.poll(() => page.getByTestId('written').textContent(), SOON).toContain('Action::"access:request"');
    expect(await findings(page)).toEqual([]);
    await expect.poll(() => page.getByRole('button', { name: 'Save' }).isEnabled(), SOON).toBe(true);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.waitForURL(`**/own/policies/${SET}/requests-data-scientist/form`);
    const tested = await quarantine.json<{ rows: { who: string; now: { permit: boolean } }[] }>('owner', [
      ...['policy', 'test', SET, '--action', 'query:run'],
    ]);
    expect(tested.value.rows.find(({ who }) => who === 'data-scientist')?.now.permit).toBe(false);
  });

  it('lead from a data set that is only listed to a question for a purpose', async () => {
    const asking = (await scientist.window()).page;
    await asking.goto(`${scientist.base}/sci/datasets/${SET}`);
    await asking.getByLabel('Purpose').fill('Labour study');
    await asking.getByLabel('Reason, for the owner to read').fill('Wages <b>by</b> occupation.');
    expect(await findings(asking)).toEqual([]);
    await asking.getByRole('button', { name: 'Send the request' }).click();
    await asking.getByText('Sent. You get mail').waitFor(SOON);

    const deciding = (await owner.window()).page;
    await deciding.goto(`${owner.base}/own/requests`);
    await deciding.getByRole('heading', { name: `Let scientist@example.org ask ${SET}?` }).waitFor(SOON);
    await deciding.getByText('Wages <b>by</b> occupation.').waitFor(SOON);
    const approve = deciding.getByRole('button', { name: 'Approve', exact: true });
    expect(await approve.isDisabled()).toBe(true);
    await deciding.getByLabel('With epsilon at most').fill('0.4');
    await deciding.getByLabel('until').fill('2099-12-31');
    expect(await findings(deciding)).toEqual([]);
    await approve.click();
    await deciding.getByText(`scientist@example.org may ask ${SET} for labour-study.`).waitFor(SOON);
    const policies = await quarantine.json<{ policies: { text: string }[] }>('owner', ['policy', 'list', SET]);
    expect(policies.value.policies.map(({ text }) => text).join()).toContain('datetime("2100-01-01T00:00:00.000Z")');

    await asking.goto(`${scientist.base}/sci/datasets/${SET}`);
    await asking.getByRole('button', { name: 'Ask a question' }).click();
    await write(asking, SQL, SET);
    await asking.getByText('Your policy is for a purpose that this question does not name.').first().waitFor(SOON);
    const purpose = asking.getByLabel('Purpose, where a policy asks for one');
    await purpose.fill('Labour study');
    await purpose.blur();
    await expect.poll(() => purpose.inputValue(), SOON).toBe('labour-study');
    await expect.poll(() => asking.getByTestId('run').isEnabled(), SOON).toBe(true);
  });

  it('show the last day that was wished for, and keep it', async () => {
    const wish = ['--purpose', 'third', '--reason', 'A wish with an end.', '--until', '2099-06-30'];
    expect((await quarantine.json('scientist', ['access', 'request', SET, ...wish])).exit).toBe(0);
    const { page } = await owner.window();
    await page.goto(`${owner.base}/own/requests`);
    await page.getByRole('button', { name: `${SET} for third` }).click();
    const said = page.getByText('For third, until the end of 2099-06-30 (UTC). Undecided it ends on');
    await said.waitFor(SOON);
    expect(await said.textContent()).toMatch(/^\s*For third, until \S.*\(UTC\)\. Undecided it ends on \S+\.\s*$/);
    expect(await page.getByLabel('until').inputValue()).toBe('2099-06-30');
    await page.getByLabel('until').fill('2020-01-01');
    await page.getByText('Choose a last day that is not over.').waitFor(SOON);
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).isDisabled()).toBe(true);
    await page.getByLabel('until').fill('2099-06-30');
    await page.getByRole('button', { name: 'Approve', exact: true }).click();
    await page.getByText(`scientist@example.org may ask ${SET} for third.`).waitFor(SOON);
    const listed = await quarantine.dq0('owner', ['policy', 'list', SET]);
    expect(listed.stdout.replaceAll(/\s+/g, ' ')).toContain('until the end of 2099-06-30 (UTC)');
  });

  it('and groups are an administrator’s to tick', async () => {
    await quarantine.json('admin', ['group', 'create', 'browser-study']);
    const { page } = await admin.window();
    await page.goto(`${admin.base}/adm/people`);
    await page.getByRole('button', { name: /scientist@example\.org/ }).click();
    await page.getByLabel('browser-study').check();
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save the groups' }).click();
    await page.getByText('scientist@example.org is in these groups now.').waitFor(SOON);
    const whoami = await quarantine.json<{ groups: string[] }>('scientist', ['user', 'whoami']);
    expect(whoami.value.groups).toContain('browser-study');
    await page.getByLabel('browser-study').uncheck();
    await page.getByRole('button', { name: 'Save the groups' }).click();
    await expect
      .poll(
        async () => (await quarantine.json<{ groups: string[] }>('scientist', ['user', 'whoami'])).value.groups,
        SOON,
      )
      .not.toContain('browser-study');
  });
});
