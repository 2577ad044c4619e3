import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from '../quarantine.ts';
import { chromium, WITHOUT } from './chromium.ts';
import { buildStudio, findings, StudioInBrowser } from './studio.ts';

const quarantine = new Quarantine(inject('home'));
const EMAIL = 'forgetful@example.org';
const [FIRST, SECOND, THIRD] = [
  'a long sentence nobody guesses',
  'four other words entirely',
  'and five more of the same',
];

/** The newest code that was mailed, beside the ones already seen. */
async function mailedCode(seen: readonly string[] = []): Promise<string> {
  for (let waited = 0; waited < 200; waited += 1) {
    const code = /^\s*Code:\s*(\S+)\s*$/im.exec(quarantine.mailTo(EMAIL) ?? '')?.[1];
    if (code !== undefined && !seen.includes(code)) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('no code was mailed');
}
const dq0 = (words: readonly string[], stdin = '') => quarantine.json('forgetful', words, stdin);
const logIn = (password: string) => dq0(['user', 'login', EMAIL, '--password-stdin'], password);

describe('a forgotten password', () => {
  const seen: string[] = [];

  beforeAll(async () => {
    const file = path.join(quarantine.home, 'invitation.json');
    const { connection } = JSON.parse(readFileSync(file, 'utf8')) as { connection: string };
    await dq0(['proxy', 'add', connection]);
    await dq0(['user', 'register', EMAIL, '--password-stdin'], FIRST);
    seen.push(await mailedCode());
    await dq0(['user', 'confirm', seen[0] ?? '']);
    await quarantine.json('admin', ['user', 'approve', EMAIL, '--role', 'data-scientist', '--yes']);
    expect((await logIn(FIRST)).exit).toBe(0);
  });

  it('is replaced in the command line, by a code from the mail, and ends the login', async () => {
    expect((await dq0(['user', 'reset-password'])).value).toEqual({ state: 'mailed' });
    const code = await mailedCode(seen);
    seen.push(code);
    const wrong = await dq0(['user', 'reset-password', 'AAAA-AAAA', '--password-stdin'], SECOND);
    expect(wrong).toMatchObject({ exit: 4, value: { error: { code: 'RESET_REFUSED' } } });
    expect((await dq0(['user', 'whoami'])).exit).toBe(0);
    expect(await dq0(['user', 'reset-password', code, '--password-stdin'], SECOND)).toMatchObject({
      exit: 0,
      value: { ended: 1 },
    });
    expect((await dq0(['user', 'whoami'])).exit).toBe(4);
    expect((await logIn(FIRST)).exit).toBe(4);
    expect((await logIn(SECOND)).exit).toBe(0);
  });

  describe.skipIf(chromium === undefined)(`in Studi0${WITHOUT}`, () => {
    let studio: StudioInBrowser | undefined;
    afterAll(() => studio?.close());

    it('is replaced in three steps', async () => {
      buildStudio();
      await dq0(['user', 'logout']);
      studio = await StudioInBrowser.open(quarantine, 'forgetful');
      const { page, complaints } = await studio.window();
      await page.goto(`${studio.base}/login`);
      await page.getByRole('link', { name: 'Set a new one' }).click();
      expect(await page.getByLabel('E-mail address').inputValue()).toBe(EMAIL);
      await page.getByRole('button', { name: 'Send the code' }).click();
      await page.getByLabel('Code').fill((await mailedCode(seen)).toLowerCase());
      await page.getByLabel('New password').fill(THIRD);
      expect(await findings(page)).toEqual([]);
      await page.getByRole('button', { name: 'Set the password' }).click();
      await page.getByRole('heading', { name: 'The new password is set' }).waitFor();
      expect(await findings(page)).toEqual([]);
      await page.getByRole('link', { name: 'Log in' }).first().click();
      await page.getByLabel('Password').fill(THIRD);
      await page.getByRole('button', { name: 'Log in', exact: true }).click();
      await page.getByRole('heading', { name: 'From here to your first answer' }).waitFor();
      expect(complaints).toEqual([]);
    });
  });
});
