import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDevice } from '../../testing/test-device.ts';
import { PASSWORD, TestPlatform } from '../../testing/test-platform.ts';

interface Member {
  readonly email: string;
  readonly device: TestDevice;
  readonly token: string;
}

let platform: TestPlatform;
let admin: Omit<Member, 'email'>;

beforeAll(async () => {
  platform = await TestPlatform.start();
  admin = await platform.admin();
});
afterAll(() => platform.remove());

async function member(email: string, role = 'data-scientist'): Promise<Member> {
  const device = await platform.device();
  await platform.register(device, email);
  await as(admin, 'user.approve', { email, role });
  return { email, device, token: await platform.logIn(device, email) };
}

function as<T = Record<string, unknown>>(
  { device, token }: Omit<Member, 'email'>,
  operation: string,
  input: unknown,
): Promise<T> {
  return platform.ask<T>(device, operation, input, { token });
}

const devicesOf = async (asking: Omit<Member, 'email'>, email?: string) =>
  (await as<{ devices: Record<string, unknown>[] }>(asking, 'device.list', email === undefined ? {} : { email }))
    .devices;

describe('devices', () => {
  it('are listed to their user with the login they hold', async () => {
    const ada = await member('ada@example.org');
    expect(await devicesOf(ada)).toMatchObject([
      { device: ada.device.thumbprint, email: ada.email, current: true, loggedInUntil: expect.stringContaining('T') },
    ]);
  });

  it('of others are shown to administrators alone, known or not', async () => {
    const eve = await member('eve@example.org');
    await expect(devicesOf(eve, 'ada@example.org')).rejects.toThrow('ACCESS_DENIED');
    await expect(devicesOf(eve, 'nobody@example.org')).rejects.toThrow('ACCESS_DENIED');
    expect(await devicesOf(admin, 'ada@example.org')).toHaveLength(1);
    await expect(devicesOf(admin, 'nobody@example.org')).rejects.toThrow('USER_UNKNOWN');
  });

  it('of others cannot be revoked: the answer is that of a device nobody has', async () => {
    const [one, other] = [await member('one@example.org'), await member('other@example.org')];
    await expect(as(one, 'device.revoke', { device: other.device.thumbprint })).rejects.toThrow('DEVICE_UNKNOWN');
    await expect(as(one, 'device.revoke', { device: 'A'.repeat(43) })).rejects.toThrow('DEVICE_UNKNOWN');
    expect(await as(other, 'user.whoami', {})).toMatchObject({ email: other.email });
  });

  it('that are revoked speak for nobody from the next message on, and cannot log in again', async () => {
    const lost = await member('lost@example.org');
    await as(admin, 'device.revoke', { device: lost.device.thumbprint });
    await expect(as(lost, 'user.whoami', {})).rejects.toThrow('AUTH_REFUSED');
    await expect(platform.logIn(lost.device, lost.email)).rejects.toThrow('AUTH_REFUSED');
    expect(await devicesOf(admin, lost.email)).toEqual([]);
  });

  it('that were the last leave the way of everybody: apply, prove the mailbox, be approved', async () => {
    const back = await member('back@example.org');
    await as(back, 'device.revoke', { device: back.device.thumbprint });
    const device = await platform.device();
    await platform.register(device, back.email);
    await expect(platform.logIn(device, back.email)).rejects.toThrow('AUTH_REFUSED');
    await as(admin, 'user.approve', { email: back.email, role: 'data-scientist' });
    const token = await platform.logIn(device, back.email);
    expect(await as({ device, token }, 'user.whoami', {})).toMatchObject({ email: back.email });
  });

  it('that are still held keep strangers from applying with the address', async () => {
    const held = await member('held@example.org');
    const stranger = await platform.device();
    await platform.ask(
      stranger,
      'user.register',
      { email: held.email, password: PASSWORD, device: 'x' },
      { first: true },
    );
    const settled = () => platform.mails(held.email).filter((mail) => mail.includes('There is an account with this'));
    await expect.poll(settled).toHaveLength(1);
    expect(await as(held, 'user.whoami', {})).toMatchObject({ email: held.email });
  });
});

describe('pairing', () => {
  const invite = (person: Member, input = {}) => as<{ code: string }>(person, 'device.invite', input);
  const pair = (device: TestDevice, email: string, code: string) =>
    platform.ask<{ login: { token: string } | null }>(
      device,
      'device.pair',
      { email, code, device: 'second' },
      { first: true },
    );

  it('lets a second device of a person log in, beside the first', async () => {
    const ada = await member('two@example.org');
    const second = await platform.device();
    expect(await pair(second, ada.email, (await invite(ada)).code)).toMatchObject({ login: null });
    const token = await platform.logIn(second, ada.email);
    expect(await devicesOf({ device: second, token })).toHaveLength(2);
    expect(await as(ada, 'user.whoami', {})).toMatchObject({ email: ada.email });
    const told = () => platform.mails(ada.email).filter((mail) => mail.includes('A device with the fingerprint'));
    await expect.poll(told).toHaveLength(1);
  });

  it('takes a code once, in its time, from its account, and after five wrong ones no more', async () => {
    const ada = await member('codes@example.org');
    const [first, second] = [await platform.device(), await platform.device()];
    const { code } = await invite(ada);
    await expect(pair(first, 'admin@example.org', code)).rejects.toThrow('PAIRING_REFUSED');
    await pair(first, ada.email, code);
    await expect(pair(second, ada.email, code)).rejects.toThrow('PAIRING_REFUSED');
    const late = (await invite(ada)).code;
    for (let tries = 0; tries < 5; tries += 1) {
      await expect(pair(second, ada.email, 'AAAA-AAAA')).rejects.toThrow('PAIRING_REFUSED');
    }
    await expect(pair(second, ada.email, late)).rejects.toThrow('PAIRING_REFUSED');
    await pair(second, ada.email, (await invite(ada)).code);
  });

  it('never takes a device from somebody else', async () => {
    const [ada, eve] = [await member('mine@example.org'), await member('thief@example.org')];
    await expect(pair(ada.device, eve.email, (await invite(eve)).code)).rejects.toThrow('PAIRING_REFUSED');
    expect(await as(ada, 'user.whoami', {})).toMatchObject({ email: ada.email });
  });

  it('logs a machine in for its days, with the rights of its person, and lets it decide nothing', async () => {
    const owner = await member('machines@example.org', 'administrator');
    const machine = await platform.device();
    const { code } = await invite(owner, { machineDays: 3 });
    const { login } = await pair(machine, owner.email, code);
    const asking = { device: machine, token: login?.token ?? '' };
    expect(await as(asking, 'user.list', {})).toHaveProperty('users');
    for (const [operation, input] of [
      ['user.approve', { email: 'eve@example.org', role: 'administrator' }],
      ['user.roles', { email: 'eve@example.org', roles: ['administrator'] }],
      ['user.password', { current: PASSWORD, password: 'four other words entirely' }],
      ['device.invite', {}],
      ['device.revoke', { device: owner.device.thumbprint }],
    ] as const) {
      await expect(as(asking, operation, input), operation).rejects.toThrow('MACHINE_REFUSED');
    }
    await expect(platform.logIn(machine, owner.email)).rejects.toThrow('AUTH_REFUSED');
    const listed = await devicesOf(owner);
    const second = listed.find((one) => one['device'] === machine.thumbprint);
    expect(listed.filter((one) => one['machine'] === true)).toEqual([second]);
    const days = (Date.parse(String(second?.['loggedInUntil'])) - platform.clock.now().getTime()) / 86_400_000;
    expect(Math.round(days)).toBe(3);
  });

  it('is made again for a machine that logged out, by its person and as a machine alone', async () => {
    const [ada, eve] = [await member('again@example.org'), await member('other-again@example.org')];
    const machine = await platform.device();
    const { login } = await pair(machine, ada.email, (await invite(ada, { machineDays: 2 })).code);
    await as({ device: machine, token: login?.token ?? '' }, 'user.logout', {});
    const foreign = (await invite(eve, { machineDays: 2 })).code;
    await expect(pair(machine, eve.email, foreign)).rejects.toThrow('PAIRING_REFUSED');
    await expect(pair(machine, ada.email, (await invite(ada)).code)).rejects.toThrow('PAIRING_REFUSED');
    const again = await pair(machine, ada.email, (await invite(ada, { machineDays: 2 })).code);
    const asking = { device: machine, token: again.login?.token ?? '' };
    expect(await as(asking, 'user.whoami', {})).toMatchObject({ email: ada.email });
    expect((await devicesOf(ada)).filter((one) => one['machine'] === true)).toHaveLength(1);
  });

  it('ends for a machine with the account of its person', async () => {
    const ada = await member('ended@example.org');
    const machine = await platform.device();
    const { login } = await pair(machine, ada.email, (await invite(ada, { machineDays: 90 })).code);
    const asking = { device: machine, token: login?.token ?? '' };
    expect(await as(asking, 'user.whoami', {})).toMatchObject({ email: ada.email });
    await as(admin, 'user.disable', { email: ada.email });
    await expect(as(asking, 'user.whoami', {})).rejects.toThrow('AUTH_REFUSED');
  });

  it('is refused to somebody whose account ended after the invitation', async () => {
    const ada = await member('over@example.org');
    const { code } = await invite(ada, { machineDays: 90 });
    await as(admin, 'user.disable', { email: ada.email });
    await expect(pair(await platform.device(), ada.email, code)).rejects.toThrow('PAIRING_REFUSED');
  });
});

describe('a password', () => {
  const NEXT = 'four other words entirely';

  it('changes for who knows the one before, and ends logins on other devices', async () => {
    const ada = await member('change@example.org');
    const second = await platform.device();
    const { code } = await as<{ code: string }>(ada, 'device.invite', {});
    await platform.ask(second, 'device.pair', { email: ada.email, code, device: 'x' }, { first: true });
    const token = await platform.logIn(second, ada.email);
    expect(await as(ada, 'user.password', { current: PASSWORD, password: NEXT })).toEqual({ ended: 1 });
    await expect(as({ device: second, token }, 'user.whoami', {})).rejects.toThrow('AUTH_REFUSED');
    expect(await as(ada, 'user.whoami', {})).toMatchObject({ email: ada.email });
    await expect(platform.logIn(ada.device, ada.email)).rejects.toThrow('AUTH_REFUSED');
    await expect(as(ada, 'user.password', { current: PASSWORD, password: NEXT })).rejects.toThrow('PASSWORD_WRONG');
  });

  it('that is weak changes nothing', async () => {
    const weak = await member('weak@example.org');
    await expect(as(weak, 'user.password', { current: PASSWORD, password: 'password1' })).rejects.toThrow(
      'PASSWORD_WEAK',
    );
    await platform.logIn(weak.device, weak.email);
  });
});

describe('roles', () => {
  it('are replaced from the next message on', async () => {
    const ada = await member('roles@example.org');
    await expect(as(ada, 'user.list', {})).rejects.toThrow('ACCESS_DENIED');
    await as(admin, 'user.roles', { email: ada.email, roles: ['auditor'] });
    expect(await as(ada, 'user.list', {})).toHaveProperty('users');
    expect(await as(ada, 'user.whoami', {})).toMatchObject({ roles: ['auditor'] });
  });

  it('are never set by their bearer, nor by who is no administrator', async () => {
    const ada = await member('self@example.org');
    await expect(as(ada, 'user.roles', { email: ada.email, roles: ['administrator'] })).rejects.toThrow(
      'ACCESS_DENIED',
    );
    const { email } = await as<{ email: string }>(admin, 'user.whoami', {});
    await expect(as(admin, 'user.roles', { email, roles: ['data-owner'] })).rejects.toThrow('ACCESS_DENIED');
  });

  it('belong to approved users', async () => {
    const device = await platform.device();
    await platform.register(device, 'waits@example.org');
    const given = as(admin, 'user.roles', { email: 'waits@example.org', roles: ['auditor'] });
    await expect(given).rejects.toThrow('USER_STATE');
  });
});
