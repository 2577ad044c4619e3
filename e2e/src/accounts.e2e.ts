import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { mailedCode, PASSWORD as password } from './newcomer.ts';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const invitation = JSON.parse(readFileSync(path.join(quarantine.home, 'invitation.json'), 'utf8')) as {
  connection: string;
};

/** Registers an applicant and waits for the mailed code. */
async function register(profile: string, email: string): Promise<string> {
  expect((await quarantine.json(profile, ['proxy', 'add', invitation.connection])).exit).toBe(0);
  const words = ['user', 'register', email, '--password-stdin'];
  expect((await quarantine.json(profile, words, password)).exit).toBe(0);
  return mailedCode(quarantine, email);
}

const login = (profile: string, email: string, secret = password) =>
  quarantine.json(profile, ['user', 'login', email, '--password-stdin'], secret);
const fingerprint = async (profile: string): Promise<string> =>
  String((await quarantine.json(profile, ['fingerprint'])).value['fingerprint']);
const approve = (email: string, print: string) =>
  quarantine.json('admin', ['user', 'approve', email, '--role', 'data-scientist', '--fingerprint', print, '--yes']);

describe('an account', () => {
  it('begins unconfirmed, waits for a person, and ends at once; every refusal looks alike', async () => {
    const email = 'grace@example.org';
    const code = await register('grace', email);
    const unconfirmed = await login('grace', email);
    expect((await quarantine.json('grace', ['user', 'confirm', 'AAAA-AAAA'])).exit).toBe(4);
    expect((await quarantine.json('grace', ['user', 'confirm', code])).exit).toBe(0);
    const unapproved = await login('grace', email);

    const wrong = '00000 '.repeat(11) + '00000';
    expect((await approve(email, wrong)).exit).toBe(8);
    expect((await approve(email, await fingerprint('grace'))).exit).toBe(0);

    const wrongPassword = await login('grace', email, 'not the password at all');
    expect((await login('grace', email)).exit).toBe(0);
    expect((await quarantine.json('grace', ['user', 'whoami'])).value).toMatchObject({
      email,
      roles: ['data-scientist'],
    });

    expect((await quarantine.json('admin', ['user', 'disable', email, '--yes'])).exit).toBe(0);
    const revoked = await quarantine.json('grace', ['user', 'whoami']);
    const disabled = await login('grace', email);
    const unknown = await login('grace', 'nobody@example.org');

    const refusals = [unconfirmed, unapproved, wrongPassword, revoked, disabled, unknown];
    expect(refusals.map(({ exit }) => exit)).toEqual(refusals.map(() => 4));
    const texts = refusals.map(({ value }) => ({ ...(value['error'] as Record<string, unknown>), auditId: null }));
    expect(new Set(texts.map((text) => JSON.stringify(text))).size).toBe(1);
  });

  it('cannot be used with a token that was carried to another device', async () => {
    const email = 'mary@example.org';
    const code = await register('mary', email);
    await quarantine.json('mary', ['user', 'confirm', code]);
    await approve(email, await fingerprint('mary'));
    expect((await login('mary', email)).exit).toBe(0);

    await register('thief', 'thief@example.org');
    const folder = (profile: string): string => path.join(quarantine.home, 'profiles', profile);
    const holdsToken = (file: string): boolean =>
      readFileSync(path.join(folder('mary'), file), 'utf8').includes('"token"');
    const file = readdirSync(folder('mary')).find((name) => name.endsWith('.json') && holdsToken(name));
    expect(file).toBeDefined();
    writeFileSync(path.join(folder('thief'), file!), readFileSync(path.join(folder('mary'), file!)));
    const stolen = await quarantine.json('thief', ['user', 'whoami']);
    expect(stolen.exit).toBe(4);
    expect((await quarantine.json('mary', ['user', 'whoami'])).exit).toBe(0);
  });

  it('may do what its role allows and nothing else', async () => {
    expect((await quarantine.json('scientist', ['user', 'list'])).exit).toBe(3);
    expect(
      (await quarantine.json('scientist', ['user', 'approve', 'grace@example.org', '--role', 'administrator', '--yes']))
        .exit,
    ).toBe(3);
    const asked = ['query', 'run', 'SELECT COUNT(*) FROM adult', '--dataset', 'census', '--epsilon', '0.1'];
    expect((await quarantine.json('admin', asked)).exit).toBe(3);
    expect((await quarantine.json('owner', asked)).exit).toBe(3);
  });
});

describe('the audit log', () => {
  it('is exported, verifies, and does not after any change', async () => {
    const file = path.join(quarantine.home, 'audit.ndjson');
    const exported = await quarantine.dq0('admin', ['audit', 'export', file]);
    expect(exported.exit).toBe(0);
    expect((await quarantine.json('admin', ['audit', 'verify', file])).exit).toBe(0);
    const rows = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(rows.length).toBeGreaterThan(10);
    const changes: [string, string[]][] = [
      ['edited', rows.map((row, at) => (at === 5 ? row.replace(/"outcome":"[^"]*"/, '"outcome":"never"') : row))],
      ['deleted', rows.toSpliced(5, 1)],
      ['reordered', rows.toSpliced(5, 2, rows[6]!, rows[5]!)],
    ];
    for (const [change, changed] of changes) {
      writeFileSync(file, `${changed.join('\n')}\n`);
      expect((await quarantine.json('admin', ['audit', 'verify', file])).exit, change).toBe(8);
    }
  });
});
