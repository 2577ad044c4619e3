import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Parser } from '@oclif/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loginFlags, readLogin } from './read-login.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'dq0-login-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const nobody = { allowed: false };
const file = (text: string): string => {
  const place = path.join(folder, 'login.yaml');
  writeFileSync(place, text);
  return place;
};

describe('a login', () => {
  it.each([
    ['user: reader\npassword: "0123"\n', { user: 'reader', password: '0123' }],
    ['{"user":"reader","password":"","tls":{"mode":"off"}}', { user: 'reader', password: '', tls: { mode: 'off' } }],
  ])('is read from a file in YAML or JSON: %j', async (text, login) => {
    expect(await readLogin({ file: file(text) }, nobody)).toEqual(login);
  });

  it.each([
    ['user: reader\npassword: canary\nhost: db', 'the whole'],
    ['user: reader\npassword: [canary]', 'password'],
    ['user: "a\\nb"\npassword: canary', 'user'],
    ['user: reader\npassword: canary\ntls: { mode: sometimes }', 'tls.mode'],
    ['user: reader\npassword: canary\ntls: { mode: verify, ca: canary }', 'tls.ca'],
    ['canary', 'the whole'],
    ['user: "canary', 'neither YAML nor JSON'],
  ])('that is wrong is refused by its place, never with what was written: %j', async (text, place) => {
    const refused = await readLogin({ file: file(text) }, nobody).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Error);
    const said = JSON.stringify([String(refused), refused, (refused as Error).cause]);
    expect(said).toContain(place);
    expect(said).not.toContain('canary');
  });

  it.each([
    ['--user', 'reader'],
    ['--password-stdin'],
    ['--tls', 'off'],
    ['--tls-ca', 'ca.pem'],
    ['--tls-cert', 'client.pem'],
    ['--tls-key', 'client.key'],
  ])('comes from a file or from flags: %s is not overlooked beside --file', async (...words) => {
    await expect(Parser.parse(['--file', 'login.yaml', ...words], { flags: loginFlags })).rejects.toThrow(
      `--file=login.yaml cannot also be provided when using ${words[0]}`,
    );
  });

  it('is not guessed where nobody can be asked', async () => {
    await expect(readLogin({}, nobody)).rejects.toThrow('nobody to ask');
    await expect(readLogin({ user: 'reader' }, nobody)).rejects.toThrow('nobody to ask');
  });
});
