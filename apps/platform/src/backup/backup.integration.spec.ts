import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestPlatform } from '../../testing/test-platform.ts';
import { UsageError } from '../admin-cli/command.ts';
import { runCommand } from '../admin-cli/run-command.ts';
import { PlatformConfig } from '../config/platform-config.ts';
import { writerSource, handleOf } from '../database/data-sources.ts';
import { openDatabase } from '../database/open-database.ts';
import { BundleService } from '../keys/bundle.service.ts';
import { FileKeyStore } from '../keys/key-store.ts';
import { UnfitBackupError } from './unfit-backup-error.ts';

const ADA = 'ada@example.org';
let platform: TestPlatform;
let admin: Awaited<ReturnType<TestPlatform['admin']>>;

beforeEach(async () => {
  platform = await TestPlatform.start();
  admin = await platform.admin();
});
afterEach(() => platform.remove());

const run = async (...words: string[]) => (await runCommand(words, () => platform.ports)).result;
async function backUp(): Promise<string> {
  const { json } = await run('backup');
  return (json as { file: string }).file;
}
const restore = async (file: string) => {
  await platform.down();
  const result = await run('restore', file);
  await platform.up();
  return result;
};
const statesOf = (email: string): unknown[] =>
  platform.read((reading) => reading.all(`SELECT state FROM users WHERE email = '${email}'`));
const actions = (): string[] =>
  platform
    .read((reading) => reading.all<{ action: string }>('SELECT action FROM audit ORDER BY number'))
    .map(({ action }) => action);
const keysNow = (): string[] => readdirSync(platform.ports.config.keysFolder).sort();
/** Changes a backup by hand, as somebody might. */
async function alter(file: string, sql: string): Promise<void> {
  const source = await writerSource(file).initialize();
  handleOf(source).exec(sql);
  await source.destroy();
}

describe('a backup', () => {
  it('is made while the platform runs, for this user alone, and is on the record', async () => {
    const { json, lines, exit } = await run('backup');
    const { file, takenAt, bytes, auditRows } = json as Record<string, string | number>;
    expect(exit).toBe(0);
    expect(takenAt).toBe(platform.clock.now().toISOString());
    const { mode, size } = statSync(String(file));
    expect([mode & 0o777, size]).toEqual([0o600, bytes]);
    expect(statSync(path.dirname(String(file))).mode & 0o777).toBe(0o700);
    expect(auditRows).toBe(actions().length - 1);
    expect(actions().at(-1)).toBe('platform:backup');
    expect(lines.join('\n')).toContain(String(file));
    expect(readdirSync(path.dirname(String(file)))).toHaveLength(1);
  });

  it('holds no private key', async () => {
    const bytes = readFileSync(await backUp());
    for (const name of keysNow()) {
      const text = readFileSync(path.join(platform.ports.config.keysFolder, name), 'utf8');
      const secret = text.startsWith('{') ? (JSON.parse(text) as { d: string }).d : text;
      expect(secret.length).toBeGreaterThan(40);
      expect(bytes.includes(secret)).toBe(false);
    }
    // The same search finds what is in it.
    expect(bytes.includes(platform.thumbprint)).toBe(true);
  });

  it('goes into the folder that is named, and never over a file', async () => {
    const folder = path.join(platform.home, 'elsewhere');
    const { json } = await run('backup', folder);
    expect(path.dirname((json as { file: string }).file)).toBe(folder);
    await expect(run('backup', folder)).rejects.toThrow('is there already');
  });

  it('is not counted when it could not be written', async () => {
    writeFileSync(path.join(platform.home, 'a-file'), '');
    await expect(run('backup', path.join(platform.home, 'a-file'))).rejects.toThrow('EEXIST');
    expect(actions()).not.toContain('platform:backup');
  });
});

describe('a restore', () => {
  it('brings back what was, under new keys, with nobody logged in', async () => {
    const ada = await platform.user(admin, ADA, 'data-scientist');
    const file = await backUp();
    const keysBefore = keysNow();
    const { number } = platform.running!.context.get(BundleService, { strict: false });
    await platform.ask(admin.device, 'user.disable', { email: ADA }, { token: admin.token });
    for (let starts = 0; starts < 5; starts += 1) await platform.travel({ minutes: 1 });
    const seen = await platform.proxy.content(platform.clock.now());
    expect(seen.number).toBeGreaterThan(number);
    const old = await ada.device.seal(seen, 'user.whoami', {}, { token: ada.token });

    expect(await restore(file)).toMatchObject({ exit: 0, json: { takenAt: expect.any(String) as string } });
    expect(statesOf(ADA)).toEqual([{ state: 'approved' }]);
    expect(actions().slice(-3)).toEqual(['key:renew', 'key:destroy', 'platform:restore']);
    expect(keysNow()).not.toEqual(keysBefore);
    const bundle = await platform.proxy.content(platform.clock.now());
    expect(bundle.number).toBeGreaterThan(seen.number);
    expect(bundle.keys).not.toEqual(seen.keys);
    for (const { device, token } of [ada, admin]) {
      await expect(platform.ask(device, 'user.whoami', {}, { token })).rejects.toThrow('AUTH_REFUSED');
    }
    expect(await platform.logIn(ada.device, ADA)).toEqual(expect.any(String));

    // What was sealed before is opened by nobody: it cannot take effect a second time.
    platform.proxy.post(old.envelope);
    await expect.poll(() => platform.log.some(({ event }) => event === 'MESSAGE_DROPPED')).toBe(true);
    expect(await run('audit', 'verify')).toMatchObject({ exit: 0 });
  });

  it('keeps the database that was there', async () => {
    const file = await backUp();
    await platform.user(admin, ADA, 'data-scientist');
    const { json } = await restore(file);
    expect(statesOf(ADA)).toEqual([]);
    const { replaced } = json as { replaced: string };
    const { unitOfWork, close } = await openDatabase(replaced);
    expect(unitOfWork.read((reading) => reading.all(`SELECT state FROM users WHERE email = '${ADA}'`))).toHaveLength(1);
    await close();
  });

  it('is the only way back: a platform on an older file, put in place by hand, does not start', async () => {
    await platform.down();
    const { databasePath } = platform.ports.config;
    copyFileSync(databasePath, `${databasePath}.old`);
    await platform.up();
    await platform.down();
    copyFileSync(databasePath, `${databasePath}.newest`);
    copyFileSync(`${databasePath}.old`, databasePath);
    await expect(platform.up()).rejects.toThrow('somebody set it back by hand');
    // A proxy that is away, or has another platform's word, holds nobody up.
    platform.proxy.down = true;
    await platform.up();
    await platform.down();
    platform.proxy.down = false;
    copyFileSync(`${databasePath}.newest`, databasePath);
    await platform.up();
    expect(await platform.logIn(admin.device, 'admin@example.org')).toEqual(expect.any(String));
  });

  it('waits until the platform is stopped', async () => {
    const file = await backUp();
    await expect(run('restore', file)).rejects.toThrow('Stop it, then restore');
    expect(actions()).not.toContain('platform:restore');
    expect(await platform.logIn(admin.device, 'admin@example.org')).toEqual(expect.any(String));
  });

  it('takes a damaged database for gone', async () => {
    const file = await backUp();
    await platform.down();
    writeFileSync(platform.ports.config.databasePath, 'no database any more');
    expect(await run('restore', file)).toMatchObject({ exit: 0 });
    await platform.up();
    expect(actions()).toContain('platform:restore');
  });

  it('needs on another machine the identity and the hashing key, and no more', async () => {
    const file = await backUp();
    await platform.down();
    const home = path.join(platform.home, 'another');
    const config = new PlatformConfig({ DQ0_PLATFORM_HOME: home, DQ0_PLATFORM_PROXIES: platform.proxy.origin });
    const ports = { ...platform.ports, config, keyStore: new FileKeyStore(config.keysFolder) };
    const there = (...words: string[]) => runCommand(words, () => ports);
    await expect(there('restore', file)).rejects.toThrow('identity.jwk and hashing.jwk are not in');
    mkdirSync(config.keysFolder, { recursive: true });
    for (const name of ['identity.jwk', 'hashing.jwk']) {
      copyFileSync(path.join(platform.ports.config.keysFolder, name), path.join(config.keysFolder, name));
    }
    expect((await there('restore', file)).result).toMatchObject({ exit: 0, json: { replaced: null } });
    expect((await there('audit', 'verify')).result).toMatchObject({ exit: 0 });
  });

  it.each<[string, (file: string) => Promise<void> | void, string]>([
    ['no database', (file) => writeFileSync(file, 'not at all'), 'no database, or damaged'],
    ['empty', (file) => writeFileSync(file, ''), 'was not made by dq0-platform backup'],
    ['a plain copy', (file) => alter(file, `DELETE FROM settings WHERE name = 'backup.begun'`), 'was not made by'],
    [
      'cut off in the middle',
      (file) => writeFileSync(file, readFileSync(file).subarray(0, statSync(file).size / 2)),
      'damaged',
    ],
    [
      'changed in its record',
      (file) => alter(file, `DROP TRIGGER audit_unchanged; UPDATE audit SET actor = 'nobody' WHERE number = 2`),
      'audit chain of the backup is broken',
    ],
    ['of another platform', (file) => alter(file, 'DELETE FROM platform_keys'), 'another identity key'],
    [
      'from the future',
      (file) => alter(file, `UPDATE settings SET value = '99999999999999' WHERE name = 'backup.begun'`),
      'Correct the clock first',
    ],
  ])('refuses a file that is %s, and changes nothing', async (_, spoil, told) => {
    const file = await backUp();
    await spoil(file);
    const before = keysNow();
    await platform.down();
    const refusal = await run('restore', file).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UnfitBackupError);
    expect((refusal as Error).message).toContain(told);
    expect(keysNow()).toEqual(before);
    expect(existsSync(`${platform.ports.config.databasePath}.restoring`)).toBe(false);
    await platform.up();
    expect(await platform.ask(admin.device, 'user.whoami', {}, { token: admin.token })).toMatchObject({});
  });

  it.each([[['restore']], [['restore', 'no-such-file']], [['backup', 'one', 'two']]])(
    'explains itself when it is not understood: %j',
    async (words) => {
      await expect(run(...words)).rejects.toThrow(UsageError);
    },
  );
});
