import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { checkout, Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, findings, StudioInBrowser, type WatchedPage } from './studio.ts';
import { VirtualAuthenticator } from './virtual-authenticator.ts';

const quarantine = new Quarantine(inject('home'));
const KEEPER = 'keeper@example.org';
const APPLICANT = 'applicant-of-keeper@example.org';
const PASSWORD = 'a long sentence nobody guesses';

async function register(profile: string, email: string): Promise<void> {
  const file = path.join(quarantine.home, 'invitation.json');
  const { connection } = JSON.parse(readFileSync(file, 'utf8')) as { connection: string };
  await quarantine.json(profile, ['proxy', 'add', connection]);
  await quarantine.json(profile, ['user', 'register', email, '--password-stdin'], PASSWORD);
  let code: string | undefined;
  for (let waited = 0; code === undefined && waited < 200; waited += 1) {
    code = /^\s*Code:\s*(\S+)\s*$/im.exec(quarantine.mailTo(email) ?? '')?.[1];
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect((await quarantine.json(profile, ['user', 'confirm', code ?? ''])).exit).toBe(0);
}

interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request of the page's own script. */
function post(page: Page, address: string, body: object): Promise<Answer> {
  return page.evaluate(
    async ([url, text]) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(url, { method: 'POST', headers, body: text });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    [address, JSON.stringify(body)] as const,
  );
}

/** What a page that does not keep to the rules has signed. */
function sign(page: Page, challenge: string, id: string, userVerification: 'required' | 'discouraged') {
  return page.evaluate(
    async ([text, credential, verification]) => {
      const decode = (value: string) =>
        Uint8Array.from(atob(value.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
      const encode = (bytes: ArrayBuffer) =>
        btoa(String.fromCharCode(...new Uint8Array(bytes)))
          .replaceAll('+', '-')
          .replaceAll('/', '_')
          .replaceAll('=', '');
      const allowCredentials = [{ type: 'public-key' as const, id: decode(credential) }];
      const publicKey = {
        challenge: decode(text),
        rpId: 'localhost',
        allowCredentials,
        userVerification: verification,
      };
      const made = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
      const response = made.response as AuthenticatorAssertionResponse;
      return {
        id: encode(made.rawId),
        clientDataJSON: encode(response.clientDataJSON),
        authenticatorData: encode(response.authenticatorData),
        signature: encode(response.signature),
      };
    },
    [challenge, id, userVerification] as const,
  );
}

describe.skipIf(chromium === undefined)(`passkeys in a browser${WITHOUT}`, () => {
  let studio: StudioInBrowser;
  let window: WatchedPage;
  let key: VirtualAuthenticator;

  beforeAll(async () => {
    buildStudio();
    await register('keeper', KEEPER);
    await quarantine.json('admin', ['user', 'approve', KEEPER, '--role', 'administrator', '--yes']);
    await quarantine.json('keeper', ['user', 'login', KEEPER, '--password-stdin'], PASSWORD);
    await register('applicant-of-keeper', APPLICANT);
    studio = await StudioInBrowser.open(quarantine, 'keeper');
    window = await studio.window();
    key = await VirtualAuthenticator.plugIn(window.page);
  });
  afterAll(() => studio.close());

  const challenge = async (origin = studio.base): Promise<string> =>
    String((await post(window.page, '/v1/passkeys/challenge', { origin })).body['challenge']);
  const idOfKey = async (): Promise<string> =>
    Buffer.from((await key.credentials())[0]?.credentialId ?? '', 'base64').toString('base64url');

  it('are registered by name, without a word of complaint', async () => {
    const { page, complaints } = window;
    await page.goto(`${studio.base}/passkeys`);
    await page.getByLabel('Name of the passkey').fill('blue key');
    await page.getByRole('button', { name: 'Register a passkey' }).click();
    await page.getByText('blue key is registered.').waitFor();
    await page.getByRole('cell', { name: 'blue key', exact: true }).waitFor();
    expect(await findings(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect((await quarantine.json('keeper', ['passkey', 'list'])).value).toMatchObject({
      passkeys: [{ name: 'blue key', email: KEEPER }],
    });
  });

  it('make no second one on the same authenticator', async () => {
    const { page } = window;
    await page.getByLabel('Name of the passkey').fill('again');
    await page.getByRole('button', { name: 'Register a passkey' }).click();
    await page.getByText('This passkey is registered already.').waitFor();
  });

  it('sign what is decided: the command line alone decides nothing any more', async () => {
    const { page } = window;
    const words = ['user', 'approve', APPLICANT, '--role', 'data-scientist', '--yes'];
    const refused = await quarantine.json('keeper', words);
    expect(refused).toMatchObject({ exit: 4, value: { error: { code: 'STEP_UP_REQUIRED' } } });
    await page.goto(`${studio.base}/adm/people`);
    await page.getByRole('button', { name: new RegExp(APPLICANT) }).click();
    const { value } = await quarantine.json('applicant-of-keeper', ['fingerprint']);
    const groups = String(value['fingerprint']).split(' ');
    for (const input of await page.getByLabel(/as read by the applicant/).all()) {
      const at = Number(/Group (\d+)/.exec((await input.getAttribute('aria-label')) ?? '')?.[1]);
      await input.fill(groups[at - 1] ?? '');
    }
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText(`${APPLICANT} is in.`).waitFor();
    const listed = await quarantine.json<{ users: object[] }>('admin', ['user', 'list']);
    expect(listed.value.users).toContainEqual(expect.objectContaining({ email: APPLICANT, state: 'approved' }));
  });

  it('log in where the password did before', async () => {
    const { page } = window;
    await page.getByRole('button', { name: /account menu/ }).click();
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByRole('button', { name: 'Log in with a passkey' }).click();
    await page.getByRole('heading', { name: 'First steps' }).waitFor();
    expect((await quarantine.json('keeper', ['user', 'whoami'])).value).toMatchObject({ authentication: 'passkey' });
  });

  it('open nothing at another origin, though the browser signs there', async () => {
    const { page } = window;
    const foreign = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<p>hello</p>'));
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', () => resolve()));
    const other = `http://localhost:${(foreign.address() as { port: number }).port}`;
    expect((await post(page, '/v1/passkeys/challenge', { origin: other })).status).toBe(422);
    const asked = await challenge();
    await page.goto(other);
    const assertion = await sign(page, asked, await idOfKey(), 'required');
    await page.goto(`${studio.base}/start`);
    expect(await post(page, '/v1/passkeys/login', { assertion })).toMatchObject({
      status: 403,
      body: { code: 'PASSKEY_REFUSED' },
    });
    await new Promise((resolve) => foreign.close(resolve));
  });

  it('open nothing without PIN or finger, whatever a page asks for', async () => {
    const { page } = window;
    await key.verifiesUser(false);
    const assertion = await sign(page, await challenge(), await idOfKey(), 'discouraged');
    expect(await post(page, '/v1/passkeys/login', { assertion })).toMatchObject({
      status: 403,
      body: { code: 'PASSKEY_REFUSED' },
    });
    await key.verifiesUser(true);
    const verified = await sign(page, await challenge(), await idOfKey(), 'required');
    expect((await post(page, '/v1/passkeys/login', { assertion: verified })).status).toBe(200);
  });

  it('wait for nobody where nobody is to be asked', async () => {
    for (const words of [
      ['passkey', 'add'],
      ['user', 'login', '--passkey'],
    ]) {
      const { exit, value } = await quarantine.json('keeper', [...words, '--no-open']);
      const message = 'A passkey needs a browser and a person at it.';
      expect([exit, value], words.join(' ')).toMatchObject([2, { error: { code: 'INPUT_INVALID', message } }]);
    }
  });

  it('log in the command line, at another port', async () => {
    const words = ['user', 'login', '--passkey', '--no-open', '--json', '--profile', 'keeper'];
    const env = { ...process.env, DQ0_HOME: quarantine.home, NO_COLOR: '1' };
    const command = spawn(path.join(checkout, 'dq0'), words, { cwd: checkout, env });
    let [told, answer] = ['', ''];
    command.stderr.on('data', (chunk: Buffer) => (told += chunk.toString('utf8')));
    command.stdout.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
    const ended = new Promise<number | null>((resolve) => command.once('exit', resolve));
    const address = () => /http:\/\/localhost:\d+\/open\/\S+/.exec(told)?.[0];
    await expect.poll(address, { timeout: 20_000 }).toBeDefined();
    expect(new URL(address() ?? '').origin).not.toBe(studio.base);
    const { page } = window;
    await page.goto(address() ?? '');
    await page.getByRole('button', { name: 'Log in with a passkey' }).click();
    expect(await ended, told).toBe(0);
    expect(JSON.parse(answer)).toMatchObject({ email: KEEPER, roles: ['administrator'] });
  });

  it('that count back are taken for copies', async () => {
    const { page } = window;
    await page.goto(`${studio.base}/start`);
    await key.becomeACopy(0);
    const assertion = await sign(page, await challenge(), await idOfKey(), 'required');
    expect(await post(page, '/v1/passkeys/login', { assertion })).toMatchObject({
      status: 403,
      body: { code: 'PASSKEY_CLONED' },
    });
    const audit = await quarantine.json<{ rows: object[] }>('admin', ['audit', 'list', '--limit', '20']);
    expect(audit.value.rows).toContainEqual(expect.objectContaining({ outcome: 'PASSKEY_CLONED', object: KEEPER }));
    await key.becomeACopy(1000);
  });

  it('that are removed open nothing any more', async () => {
    const { page } = window;
    const id = await idOfKey();
    await page.goto(`${studio.base}/passkeys`);
    await page.getByRole('button', { name: 'Remove blue key' }).click();
    await page.getByText('blue key opens nothing any more.').waitFor();
    await page.getByText('No passkey yet.').waitFor();
    const assertion = await sign(page, await challenge(), id, 'required');
    expect(await post(page, '/v1/passkeys/login', { assertion })).toMatchObject({
      status: 403,
      body: { code: 'PASSKEY_REFUSED' },
    });
  });
});
