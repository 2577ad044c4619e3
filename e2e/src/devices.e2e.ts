import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
const invitation = JSON.parse(readFileSync(path.join(quarantine.home, 'invitation.json'), 'utf8')) as {
  connection: string;
};
const question = ['query', 'plan', 'SELECT COUNT(*) AS n FROM adult', '--dataset', 'census', '--epsilon', '0.1'];

/** A new device with the code that the scientist's own device printed. */
async function pair(profile: string, ...machine: string[]): Promise<void> {
  expect((await quarantine.json(profile, ['proxy', 'add', invitation.connection])).exit).toBe(0);
  const { value } = await quarantine.json('scientist', ['device', 'pair', ...machine]);
  const paired = await quarantine.json(profile, ['device', 'pair', String(value['email']), String(value['code'])]);
  expect(paired.exit).toBe(0);
  expect(JSON.stringify(paired.value)).not.toContain('token');
}

async function thumbprint(profile: string): Promise<string> {
  return String((await quarantine.json(profile, ['user', 'whoami'])).value['device']);
}

describe('a machine identity', () => {
  beforeAll(() => pair('night-shift', '--machine', '--days', '2'));

  it('asks with the rights of its person, without a login', async () => {
    expect((await quarantine.json('night-shift', question)).exit).toBe(0);
  });

  it('decides nothing, and makes no other devices', async () => {
    const invited = await quarantine.json('night-shift', ['device', 'pair']);
    expect(invited.exit).toBe(3);
    expect(invited.value).toMatchObject({ error: { code: 'MACHINE_REFUSED' } });
  });

  it('that logged out is told to be paired again, and is', async () => {
    expect((await quarantine.json('night-shift', ['user', 'logout'])).exit).toBe(0);
    const { exit, value } = await quarantine.json('night-shift', question);
    expect([exit, value]).toMatchObject([
      4,
      { error: { code: 'AUTH_REFUSED', remedy: expect.stringContaining('dq0 device pair --machine') as string } },
    ]);
    await pair('night-shift', '--machine', '--days', '2');
    expect((await quarantine.json('night-shift', question)).exit).toBe(0);
  });

  it('is listed, and ends with the next message once it is revoked', async () => {
    const { value } = await quarantine.json<{ devices: Record<string, unknown>[] }>('scientist', ['device', 'list']);
    const device = await thumbprint('night-shift');
    expect(value.devices.find((one) => one['device'] === device)).toMatchObject({ machine: true, current: false });
    expect((await quarantine.json('scientist', ['device', 'revoke', device, '--yes'])).exit).toBe(0);
    expect((await quarantine.json('night-shift', question)).exit).toBe(4);
  });
});

describe('a second device of a person', () => {
  it('is refused with another code, and cannot log in unpaired', async () => {
    expect((await quarantine.json('desk', ['proxy', 'add', invitation.connection])).exit).toBe(0);
    const refused = await quarantine.json('desk', ['device', 'pair', 'scientist@example.org', 'AAAA-AAAA']);
    expect(refused.exit).toBe(4);
    expect(refused.value).toMatchObject({ error: { code: 'PAIRING_REFUSED' } });
  });
});
