import { fingerprintGroups } from '@dq0/encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HousekeepingService } from '../housekeeping/housekeeping.service.ts';
import { ADMIN, PASSWORD, TestPlatform } from '../../testing/test-platform.ts';
import type { TestDevice } from '../../testing/test-device.ts';

describe('from an invitation to a working account', () => {
  let platform: TestPlatform;
  let admin: { device: TestDevice; token: string };

  beforeAll(async () => {
    platform = await TestPlatform.start();
    admin = await platform.admin();
  });
  afterAll(() => platform.remove());

  it('makes whoever holds the code of init the administrator, without an approval', async () => {
    const me = await platform.ask(admin.device, 'user.whoami', {}, { token: admin.token });
    expect(me).toMatchObject({ email: ADMIN, roles: ['administrator'], device: admin.device.thumbprint });
  });

  it('takes the code of init once', async () => {
    const second = await platform.device();
    const input = {
      email: 'second@example.org',
      password: PASSWORD,
      device: 'x',
      enrolmentCode: platform.enrolmentCode,
    };
    await platform.ask(second, 'user.register', input, { first: true });
    const code = await platform.mailedCode('second@example.org');
    expect(await platform.ask(second, 'user.confirm', { email: 'second@example.org', code })).toEqual({
      state: 'waiting',
    });
  });

  it('lets an applicant in after mail, code and the comparison of fingerprints', async () => {
    const ada = await platform.device();
    const email = 'ada@example.org';
    await platform.register(ada, email);
    const { users } = await platform.ask<{ users: { email: string; fingerprint: string }[] }>(
      admin.device,
      'user.list',
      { state: 'waiting' },
      { token: admin.token },
    );
    const fingerprint = users.find((user) => user.email === email)?.fingerprint;
    expect(fingerprint).toBe(fingerprintGroups(ada.thumbprint));
    expect(platform.mails(email)[0]).toContain(fingerprint?.slice(0, 35));
    await expect(platform.logIn(ada, email)).rejects.toThrow('AUTH_REFUSED');
    await platform.ask(
      admin.device,
      'user.approve',
      { email, role: 'data-scientist', fingerprint },
      { token: admin.token },
    );
    const token = await platform.logIn(ada, email);
    expect(await platform.ask(ada, 'user.whoami', {}, { token })).toMatchObject({ email, roles: ['data-scientist'] });
  });
});

describe('an application', () => {
  let platform: TestPlatform;
  let admin: { device: TestDevice; token: string };

  beforeAll(async () => {
    platform = await TestPlatform.start();
    admin = await platform.admin();
  });
  afterAll(() => platform.remove());

  const apply = (device: TestDevice, email: string, password = PASSWORD) =>
    platform.call(device, 'user.register', { email, password, device: 'laptop' }, { first: true });
  const confirm = async (device: TestDevice, email: string, code: string) => {
    const reply = await platform.call(device, 'user.confirm', { email, code });
    return reply.ok ? (reply.output as { state: string }).state : reply.error.code;
  };
  const stateOf = async (email: string): Promise<string | undefined> => {
    const { users } = await platform.ask<{ users: { email: string; state: string }[] }>(
      admin.device,
      'user.list',
      {},
      { token: admin.token },
    );
    return users.find((user) => user.email === email)?.state;
  };

  it('is answered alike for known and unknown addresses, in text and in size', async () => {
    const answers = await Promise.all(
      [ADMIN, 'unknown@example.org'].map(async (email) => {
        const device = await platform.device();
        const bundle = await platform.proxy.content(platform.clock.now());
        const input = { email, password: PASSWORD, device: 'laptop' };
        const request = await device.seal(bundle, 'user.register', input, { first: true });
        platform.proxy.post(request.envelope);
        const sealed = await platform.proxy.reply(device.thumbprint, request.id);
        const opened = await device.open(bundle, request, sealed);
        return { size: sealed.length, text: opened.ok ? opened.output : opened.error };
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
  });

  it('changes nothing about an approved user, and only the mail says so', async () => {
    const thief = await platform.device();
    expect((await apply(thief, ADMIN, 'another password of mine')).ok).toBe(true);
    await expect.poll(() => platform.mails(ADMIN).length).toBeGreaterThan(1);
    expect(platform.mails(ADMIN).filter((mail) => mail.includes('Nothing was changed'))).not.toEqual([]);
    expect(platform.mails(ADMIN).filter((mail) => mail.includes('Code:'))).toHaveLength(1);
    for (const code of ['settled', await platform.mailedCode('unknown@example.org')]) {
      expect(await confirm(thief, ADMIN, code)).toBe('CONFIRMATION_REFUSED');
    }
    const reply = await platform.call(thief, 'user.login', { email: ADMIN, password: 'another password of mine' });
    expect(reply).toMatchObject({ error: { code: 'AUTH_REFUSED' } });
    expect(await platform.logIn(admin.device, ADMIN)).toHaveLength(43);
    admin = { ...admin, token: await platform.logIn(admin.device, ADMIN) };
  });

  it('by a thief with the right password is still refused: the device is not the one', async () => {
    const thief = await platform.device();
    await apply(thief, ADMIN);
    const reply = await platform.call(thief, 'user.login', { email: ADMIN, password: PASSWORD });
    expect(reply).toMatchObject({ error: { code: 'AUTH_REFUSED' } });
  });

  it('counts wrong codes, and takes not even the right one after five', async () => {
    const email = 'guess@example.org';
    const device = await platform.device();
    await apply(device, email);
    const code = await platform.mailedCode(email);
    for (let tries = 0; tries < 5; tries += 1)
      expect(await confirm(device, email, 'AAAA-AAAA')).toBe('CONFIRMATION_REFUSED');
    expect(await confirm(device, email, code)).toBe('CONFIRMATION_REFUSED');
  });

  it('takes the right code in any spelling, and only on the device that applied', async () => {
    const email = 'spelling@example.org';
    const device = await platform.device();
    await apply(device, email);
    const code = await platform.mailedCode(email);
    const other = await platform.device();
    await apply(other, 'other@example.org');
    expect(await confirm(other, email, code)).toBe('CONFIRMATION_REFUSED');
    expect(await confirm(device, email, ` ${code.toLowerCase().replace('-', ' ')} `)).toBe('waiting');
  });

  it('is replaced by a later one of the same address only when its code came back', async () => {
    const email = 'twice@example.org';
    const first = await platform.device();
    await platform.register(first, email);
    const second = await platform.device();
    await apply(second, email, 'the second password of twice');
    expect(await stateOf(email)).toBe('waiting');
    await expect.poll(() => platform.mails(email).length).toBe(2);
    const codes = platform.mails(email).map((mail) => /^Code: (\S+)/m.exec(mail)?.[1] ?? '');
    const states = [await confirm(second, email, codes[0] ?? ''), await confirm(second, email, codes[1] ?? '')];
    expect(states).toContain('waiting');
    await platform.ask(admin.device, 'user.approve', { email, role: 'data-scientist' }, { token: admin.token });
    const old = await platform.call(first, 'user.login', { email, password: PASSWORD });
    expect(old).toMatchObject({ error: { code: 'AUTH_REFUSED' } });
    const login = await platform.call(second, 'user.login', { email, password: 'the second password of twice' });
    expect(login.ok).toBe(true);
  });

  it('is not approved with the fingerprint of another device, nor twice, nor by the applicant', async () => {
    const email = 'compare@example.org';
    const device = await platform.device();
    await platform.register(device, email);
    const approve = async (fingerprint?: string) => {
      const input = { email, role: 'data-scientist', ...(fingerprint === undefined ? {} : { fingerprint }) };
      const reply = await platform.call(admin.device, 'user.approve', input, { token: admin.token });
      return reply.ok ? 'ok' : reply.error.code;
    };
    expect(await approve(fingerprintGroups(admin.device.thumbprint))).toBe('FINGERPRINT_MISMATCH');
    expect(await stateOf(email)).toBe('waiting');
    expect(await approve(fingerprintGroups(device.thumbprint).replaceAll(' ', '-'))).toBe('ok');
    expect(await approve()).toBe('USER_STATE');
  });

  it('is approved by a data owner only for a data scientist', async () => {
    const owner = await platform.user(admin, 'owner@example.org', 'data-owner');
    const email = 'applicant@example.org';
    await platform.register(await platform.device(), email);
    const approve = async (role: string) => {
      const reply = await platform.call(owner.device, 'user.approve', { email, role }, { token: owner.token });
      return reply.ok ? 'ok' : reply.error.code;
    };
    expect(await approve('administrator')).toBe('ACCESS_DENIED');
    expect(await approve('data-owner')).toBe('ACCESS_DENIED');
    expect(await approve('data-scientist')).toBe('ok');
  });

  it('may be turned away, and the applicant gets mail', async () => {
    const email = 'away@example.org';
    await platform.register(await platform.device(), email);
    await platform.ask(admin.device, 'user.reject', { email }, { token: admin.token });
    expect(await stateOf(email)).toBe('rejected');
    await expect.poll(() => platform.mails(email).length).toBe(2);
  });

  it('ends its user at once when it is disabled', async () => {
    const gone = await platform.user(admin, 'gone@example.org', 'data-scientist');
    await platform.ask(admin.device, 'user.disable', { email: 'gone@example.org' }, { token: admin.token });
    const reply = await platform.call(gone.device, 'user.whoami', {}, { token: gone.token });
    expect(reply).toMatchObject({ error: { code: 'AUTH_REFUSED' } });
    const login = await platform.call(gone.device, 'user.login', { email: 'gone@example.org', password: PASSWORD });
    expect(login).toMatchObject({ error: { code: 'AUTH_REFUSED' } });
  });

  it('is refused with a weak password, whoever asks', async () => {
    const answers = await Promise.all(
      [ADMIN, 'weak@example.org'].map(async (email) => apply(await platform.device(), email, 'password1')),
    );
    for (const answer of answers) expect(answer).toMatchObject({ error: { code: 'PASSWORD_WEAK' } });
  });

  it('is forgotten with its device when the code did not come back in time', async () => {
    const email = 'late@example.org';
    const device = await platform.device();
    await apply(device, email);
    const code = await platform.mailedCode(email);
    await platform.travel({ days: 1, minutes: 1 });
    expect(await confirm(device, email, code)).toBe('CONFIRMATION_REFUSED');
    platform.running?.context.get(HousekeepingService, { strict: false }).sweep();
    expect(await stateOf(email)).toBeUndefined();
    expect(await stateOf('spelling@example.org')).toBe('waiting');
  });
});
