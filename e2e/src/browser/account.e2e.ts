import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PASSWORD, newcomer } from '../newcomer.ts';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, StudioInBrowser } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
const EMAIL = 'ida@example.org';
const OTHER_PASSWORD = 'quite another sentence to guess';

/** A window on one page; closed with what a person would call broken. */
async function at(studio: StudioInBrowser, address: string, visit: (page: Page) => Promise<void>): Promise<void> {
  const { page, complaints } = await studio.window();
  await page.goto(studio.base + address);
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
  await visit(page);
  expect(complaints.filter((text) => !text.includes('status of 4'))).toEqual([]);
  await page.context().close();
}

describe.skipIf(chromium === undefined)(`one's own account, and who one is, in Studi0${WITHOUT}`, () => {
  let own: StudioInBrowser;
  let admin: StudioInBrowser;
  let owner: StudioInBrowser;

  beforeAll(async () => {
    buildStudio();
    await newcomer(quarantine, 'ida', EMAIL, 'data-scientist');
    own = await StudioInBrowser.open(quarantine, 'ida');
    admin = await StudioInBrowser.open(quarantine, 'admin');
    owner = await StudioInBrowser.open(quarantine, 'owner');
  });
  afterAll(() => Promise.all([own.close(), admin.close(), owner.close()]));

  it('lists devices, pairs a machine by a code, and takes it away', async () => {
    const { connection } = JSON.parse(readFileSync(path.join(quarantine.home, 'invitation.json'), 'utf8')) as {
      connection: string;
    };
    await at(own, '/devices', async (page) => {
      await expect.poll(() => page.getByText('this one').count()).toBe(1);
      await page.getByLabel('A machine, for a pipeline').check();
      await page.getByLabel('Days that a machine stays logged in').fill('3');
      await page.getByRole('button', { name: 'Make a code' }).click();
      const command = (await page.locator('code').textContent()) ?? '';
      const [, email, code] = /dq0 device pair (\S+) (\S+)/.exec(command) ?? [];
      expect(email).toBe(EMAIL);
      expect((await quarantine.json('ida-machine', ['proxy', 'add', connection])).exit).toBe(0);
      const paired = ['device', 'pair', EMAIL, code ?? '', '--device', 'cron'];
      expect((await quarantine.json('ida-machine', paired)).exit).toBe(0);
      expect((await quarantine.json('ida-machine', ['data', 'list'])).exit).toBe(0);

      await page.reload();
      await page.getByRole('button', { name: 'Take away cron' }).click();
      await page.getByRole('button', { name: 'Yes, take it away' }).click();
      await page.getByText('cron can do nothing any more.').waitFor();
      await expect.poll(() => page.getByRole('button', { name: 'Take away cron' }).count()).toBe(0);
    });
    expect((await quarantine.json('ida-machine', ['data', 'list'])).exit).toBe(4);
  });

  it('changes the password, not without the present one', async () => {
    await at(own, '/devices', async (page) => {
      const change = async (current: string): Promise<void> => {
        await page.getByLabel('Present password').fill(current);
        await page.getByLabel('New password').fill(OTHER_PASSWORD);
        await page.getByRole('button', { name: 'Change it', exact: true }).click();
      };
      await change('not the password at all');
      await page.getByRole('alert').filter({ hasText: 'password' }).waitFor();
      await change(PASSWORD);
      await page.getByText('The password is changed.').waitFor();
    });
    const login = (password: string) => quarantine.json('ida', ['user', 'login', EMAIL, '--password-stdin'], password);
    expect((await login(PASSWORD)).exit).toBe(4);
    expect((await login(OTHER_PASSWORD)).exit).toBe(0);
  });

  it('sees how a job went', async () => {
    await at(own, '/sci/queries', async (page) => {
      const asked = [
        'query',
        'run',
        'SELECT COUNT(*) FROM adult WHERE age > 83',
        '--dataset',
        'census',
        '--epsilon',
        '0.01',
      ];
      expect((await quarantine.json('ida', asked)).exit).toBe(0);
      await page.reload();
      await page.getByRole('button', { name: 'Ask again: free' }).first().click();
      await page.getByText('How it went').click();
      await page.getByText('check before').first().waitFor();
      // A held answer was not run again.
      await page.getByText('none was needed').waitFor();
    });
  });

  it('is put into a group that an administrator makes, and makes a project with another person', async () => {
    await at(admin, '/adm/people', async (page) => {
      await page.getByRole('button', { name: EMAIL }).click();
      await page.getByLabel('Name of a new group').fill('night-study');
      await page.getByRole('button', { name: 'Make this group' }).click();
      await page.getByRole('checkbox', { name: 'night-study' }).check();
      await page.getByRole('button', { name: 'Save the groups' }).click();
      await page.getByText('night-study, 1 person').waitFor();
    });
    expect((await quarantine.json('ida', ['user', 'whoami'])).value['groups']).toEqual(['night-study']);

    await at(own, '/sci/projects', async (page) => {
      await page.getByLabel('Name of a new project').fill('nights');
      await page.getByRole('button', { name: 'Make this project' }).click();
      await page.getByRole('heading', { name: `${EMAIL}/nights` }).waitFor();
      await page.getByLabel('Let somebody in').fill('scientist@example.org');
      await page.getByRole('button', { name: 'Let in', exact: true }).click();
      await page.getByRole('button', { name: 'Take out scientist@example.org' }).waitFor();
    });
    const words = ['project', 'info', `${EMAIL}/nights`];
    expect((await quarantine.json('scientist', words)).exit).toBe(0);
    await at(own, `/sci/projects/${encodeURIComponent(`${EMAIL}/nights`)}`, async (page) => {
      await page.getByRole('button', { name: 'Take out scientist@example.org' }).click();
      await expect.poll(() => page.getByRole('button', { name: /Take out/ }).count()).toBe(0);
    });
    expect((await quarantine.json('scientist', words)).exit).toBe(3);
  });

  it('asks in a project, which counts the question', async () => {
    await at(own, '/sci/queries', async (page) => {
      await page.getByLabel('Project the question is recorded in').selectOption(`${EMAIL}/nights`);
      await page.getByRole('combobox', { name: 'Data set' }).selectOption('census');
      await page.locator('.cm-content').fill('SELECT COUNT(*) AS n FROM adult WHERE age > 82');
      const run = page.getByRole('button', { name: /^Run/ });
      await expect.poll(() => run.isEnabled(), { timeout: 15_000 }).toBe(true);
      await run.click();
      await page.locator('s0-result').waitFor();
      await page.reload();
      expect(await page.getByLabel('Project the question is recorded in').inputValue()).toBe(`${EMAIL}/nights`);
    });
    const { value } = await quarantine.json<{ runs: number }>('ida', ['project', 'info', `${EMAIL}/nights`]);
    expect(value.runs).toBe(1);
  });

  it('may use a part of an account, and is found in the record', async () => {
    await at(owner, '/own/budgets/us-1994', async (page) => {
      await page.getByLabel('A person or a group').fill(EMAIL);
      await page.getByLabel('May use at most').fill('25');
      await page.getByRole('button', { name: 'Set the limit' }).click();
      await page.getByRole('button', { name: `Lift the limit of ${EMAIL}` }).waitFor();
    });
    const { value } = await quarantine.json<{ quotas: object[] }>('owner', ['budget', 'show', 'us-1994']);
    expect(value.quotas).toContainEqual(expect.objectContaining({ kind: 'user', subject: EMAIL, share: 0.25 }));

    await at(owner, '/own/audit', async (page) => {
      await page.getByLabel('Person, object or action').fill(EMAIL);
      await page.getByRole('button', { name: 'Follow through the whole record' }).click();
      await page.getByRole('heading', { name: `${EMAIL} in the record` }).waitFor();
      await page.getByText('budget:quota').first().waitFor();
      const auditId = (await page.locator('.mono.xs').first().textContent())?.trim() ?? '';
      await page.goto(`${owner.base}/own/audit/about/${auditId}`);
      await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
      await page.goto(`${owner.base}/own/audit`);
      const looks = page.getByRole('cell', { name: 'query:plan' });
      await looks.first().waitFor();
      await page.getByLabel('Looks at prices').uncheck();
      await expect.poll(() => looks.count()).toBe(0);
      await page.getByLabel('Person, object or action').fill(EMAIL.slice(0, 5));
      await page.getByRole('button', { name: 'Follow through the whole record' }).click();
      await page.getByRole('heading', { name: `${EMAIL} in the record` }).waitFor();
    });
  });

  it('asks what the owner then reads beside its share, and finds in the record by its job', async () => {
    const sql = "SELECT COUNT(*) AS n FROM adult WHERE workclass = 'Private' AND age > 71";
    const { value } = await quarantine.json<{ job: string }>('ida', [
      ...['query', 'run', sql, '--dataset', 'census', '--epsilon', '0.1'],
    ]);
    await at(owner, '/own/budgets/us-1994', async (page) => {
      await page.getByRole('button', { name: 'Table', exact: true }).click();
      await page
        .getByRole('button', { name: /^Question of spend/ })
        .first()
        .click();
      await expect.poll(() => page.getByRole('region', { name: 'Question' }).textContent()).toBe(sql);
      await page.goto(`${owner.base}/own/audit/about/${value.job}`);
      await page.getByText('query:run').first().waitFor();
    });
  });

  it('is in the record that the owner saves, which holds as a file and not with a row taken out', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'dq0-audit-')), 'audit.ndjson');
    await at(owner, '/own/audit', async (page) => {
      const saved = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Export' }).click();
      const download = await saved;
      expect(download.suggestedFilename()).toBe('audit.ndjson');
      await download.saveAs(file);
    });
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(20);
    expect((await quarantine.json('owner', ['audit', 'verify', file])).exit).toBe(0);
    writeFileSync(file, [...lines.slice(0, 5), ...lines.slice(6)].map((line) => `${line}\n`).join(''));
    expect((await quarantine.json('owner', ['audit', 'verify', file])).exit).not.toBe(0);
    rmSync(path.dirname(file), { recursive: true });
  });
});
