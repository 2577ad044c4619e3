import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ADMIN, TestPlatform } from '../../testing/test-platform.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { UsageError } from './command.ts';
import { runCommand } from './run-command.ts';

let platform: TestPlatform;

beforeEach(async () => {
  platform = await TestPlatform.start();
});
afterEach(() => platform.remove());

const run = async (...words: string[]) => (await runCommand(words, () => platform.ports)).result;

describe('dq0-platform', () => {
  it('prints what the first administrator, the proxy and everybody need', async () => {
    const { json, lines } = await run('init', '--admin', ADMIN, '--proxy', 'https://proxy.example.org', '--json');
    expect(json).toEqual({
      fingerprint: expect.stringMatching(/^(\d{5} ){11}\d{5}$/) as string,
      connection: `https://proxy.example.org#${platform.thumbprint}`,
      enrolmentCode: expect.stringMatching(/^[A-Za-z0-9_-]{32}$/) as string,
      thumbprint: platform.thumbprint,
    });
    expect(lines.join('\n')).toContain('https://proxy.example.org#');
  });

  it('ends an invitation with the next one', async () => {
    await run('init', '--admin', ADMIN);
    const device = await platform.device();
    await platform.register(device, ADMIN, platform.enrolmentCode);
    await expect(platform.logIn(device, ADMIN)).rejects.toThrow('AUTH_REFUSED');
  });

  it('invites for 24 hours', async () => {
    await platform.travel({ days: 1 });
    const device = await platform.device();
    await platform.register(device, ADMIN, platform.enrolmentCode);
    await expect(platform.logIn(device, ADMIN)).rejects.toThrow('AUTH_REFUSED');
  });

  it('migrates what is there already without a change', async () => {
    expect((await run('migrate')).json).toEqual({ applied: [] });
  });

  it('verifies the audit chain, and exits 8 when a row was changed', async () => {
    expect(await run('audit', 'verify')).toMatchObject({ exit: 0, json: { intact: true } });
    platform.running?.context.get(UnitOfWork).write((writing) => {
      writing.run('DROP TRIGGER audit_unchanged');
      writing.run(`UPDATE audit SET actor = 'nobody' WHERE number = 1`);
    });
    expect(await run('audit', 'verify')).toMatchObject({ exit: 8, json: { intact: false } });
  });

  it('says what is missing', async () => {
    const { exit, lines } = await run('doctor');
    expect(exit).toBe(1);
    expect(lines).toContain('FAIL  service: There is no socket. Start the service.');
    expect(lines.filter((line) => line.startsWith('ok'))).toHaveLength(5);
  });

  it.each([[['init']], [['init', '--admin', 'nobody']], [['unknown']], [['migrate', '--force']], [[]]])(
    'explains itself when it is not understood: %j',
    async (words) => {
      await expect(run(...words)).rejects.toThrow(UsageError);
    },
  );

  it.each(['ftp://proxy.example.org', 'https://proxy.example.org/path', 'proxy.example.org'])(
    'takes origins for proxies, not %s',
    async (origin) => {
      await expect(run('init', '--admin', ADMIN, '--proxy', origin)).rejects.toThrow('an origin without a path');
    },
  );
});
