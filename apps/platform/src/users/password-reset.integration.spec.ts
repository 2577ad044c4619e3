import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDevice } from '../../testing/test-device.ts';
import { ADMIN, PASSWORD, TestPlatform } from '../../testing/test-platform.ts';

const NEXT = 'four other words entirely';

interface Member {
  readonly email: string;
  readonly device: TestDevice;
  readonly token: string;
}

let platform: TestPlatform;
let admin: { device: TestDevice; token: string };

beforeAll(async () => {
  platform = await TestPlatform.start();
  admin = await platform.admin();
});
afterAll(() => platform.remove());

const member = async (name: string): Promise<Member> => {
  const email = `${name}@example.org`;
  return { email, ...(await platform.user(admin, email, 'data-scientist')) };
};
const ask = (device: TestDevice, email: string) => platform.ask(device, 'user.reset-password', { email });
const set = (device: TestDevice, email: string, code: string, password = NEXT) =>
  platform.ask(device, 'user.new-password', { email, code, password });
const codes = (email: string): string[] =>
  platform
    .mails(email)
    .filter((mail) => mail.includes('Your code for a new password'))
    .map((mail) => /^Code: (\S+)$/m.exec(mail.replaceAll('\r', ''))?.[1] ?? '');
const mailed = async (email: string, count = 1): Promise<string> => {
  await expect.poll(() => codes(email)).toHaveLength(count);
  return codes(email).at(-1) ?? '';
};
const logIn = (device: TestDevice, email: string, password: string) =>
  platform.ask<{ token: string }>(device, 'user.login', { email, password });

describe('a new password by mail', () => {
  it('is set with the code, ends every login, machines included, and the mailbox is told', async () => {
    const ada = await member('ada');
    const machine = await platform.device();
    const asking = { token: ada.token };
    const { code } = await platform.ask<{ code: string }>(ada.device, 'device.invite', { machineDays: 1 }, asking);
    const pairing = { email: ada.email, code, device: 'm' };
    const { login } = await platform.ask<{ login: { token: string } }>(machine, 'device.pair', pairing, {
      first: true,
    });
    await ask(ada.device, ada.email);
    expect(await set(ada.device, ada.email, (await mailed(ada.email)).toLowerCase())).toEqual({ ended: 2 });
    for (const [device, token] of [
      [ada.device, ada.token],
      [machine, login.token],
    ] as const) {
      await expect(platform.ask(device, 'user.whoami', {}, { token })).rejects.toThrow('AUTH_REFUSED');
    }
    await expect(logIn(ada.device, ada.email, PASSWORD)).rejects.toThrow('AUTH_REFUSED');
    await logIn(ada.device, ada.email, NEXT);
    const told = () => platform.mails(ada.email).filter((mail) => mail.includes('Your password was set anew'));
    await expect.poll(told).toHaveLength(1);
  });

  it('is answered alike for known and unknown addresses, in text and in size', async () => {
    const one = await member('alike');
    const answers = [];
    for (const email of [one.email, ADMIN, 'unknown@example.org']) {
      platform.clock.advance({ minutes: 2 });
      const bundle = await platform.proxy.content(platform.clock.now());
      const request = await one.device.seal(bundle, 'user.reset-password', { email });
      platform.proxy.post(request.envelope);
      const sealed = await platform.proxy.reply(one.device.thumbprint, request.id);
      const opened = await one.device.open(bundle, request, sealed);
      answers.push({ size: sealed.length, text: opened.ok ? opened.output : opened.error.code });
    }
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const code = await mailed(one.email);
    const refusals = [];
    for (const email of [ADMIN, 'unknown@example.org', one.email]) {
      const reply = await platform.call(one.device, 'user.new-password', { email, code, password: NEXT });
      refusals.push(reply.ok ? 'ok' : { ...reply.error, auditId: null });
    }
    expect(new Set(refusals.map((refusal) => JSON.stringify(refusal))).size).toBe(1);
    expect(refusals[0]).toMatchObject({ code: 'RESET_REFUSED' });
  });

  it('is for a device of the account: with another nothing changes, and the mail holds no code', async () => {
    const [ada, eve] = [await member('mine'), await member('thief')];
    await ask(eve.device, ada.email);
    const told = () => platform.mails(ada.email).filter((mail) => mail.includes('that is not yours'));
    await expect.poll(told).toHaveLength(1);
    expect(codes(ada.email)).toEqual([]);
    await ask(ada.device, ada.email);
    const code = await mailed(ada.email);
    await expect(set(eve.device, ada.email, code)).rejects.toThrow('RESET_REFUSED');
    expect(await platform.ask(ada.device, 'user.whoami', {}, { token: ada.token })).toMatchObject({ email: ada.email });
    await set(ada.device, ada.email, code);
  });
});

describe('the code of a new password', () => {
  let who: Member;
  let asked = 0;
  beforeAll(async () => {
    who = await member('codes');
  });

  /** A code of its own for each test: they are a minute apart at least. */
  const next = async (): Promise<string> => {
    platform.clock.advance({ minutes: 2 });
    await ask(who.device, who.email);
    return mailed(who.email, (asked += 1));
  };

  it('counts once', async () => {
    const code = await next();
    await set(who.device, who.email, code);
    await expect(set(who.device, who.email, code)).rejects.toThrow('RESET_REFUSED');
  });

  it('counts for a quarter of an hour', async () => {
    const late = await next();
    platform.clock.advance({ minutes: 15 });
    await expect(set(who.device, who.email, late)).rejects.toThrow('RESET_REFUSED');
  });

  it('stands while more mail is asked for: one a minute fills no mailbox', async () => {
    const code = await next();
    for (let count = 0; count < 5; count += 1) await ask(who.device, who.email);
    await set(who.device, who.email, code);
    expect(codes(who.email)).toHaveLength(asked);
  });

  it('stands when the password is weak', async () => {
    const code = await next();
    await expect(set(who.device, who.email, code, 'password1')).rejects.toThrow('PASSWORD_WEAK');
    await set(who.device, who.email, code);
  });

  it('is guessed five times at most, each time after a longer wait', async () => {
    const code = await next();
    const took: number[] = [];
    for (let tries = 0; tries < 5; tries += 1) {
      const began = performance.now();
      await expect(set(who.device, who.email, 'AAAA-AAAA')).rejects.toThrow('RESET_REFUSED');
      took.push(performance.now() - began);
    }
    expect(took[4]).toBeGreaterThan(2000);
    await expect(set(who.device, who.email, code)).rejects.toThrow('RESET_REFUSED');
  });

  it('is nothing for an account that ended meanwhile', async () => {
    const code = await next();
    await platform.ask(admin.device, 'user.disable', { email: who.email }, { token: admin.token });
    await expect(set(who.device, who.email, code)).rejects.toThrow('RESET_REFUSED');
  });
});

describe('a session', () => {
  it('that is revoked answers nothing that comes with the next pull, not even what was sealed before', async () => {
    const who = await member('pulled');
    const { token } = await logIn(who.device, who.email, PASSWORD);
    const bundle = await platform.proxy.content(platform.clock.now());
    const sealed = await who.device.seal(bundle, 'user.whoami', {}, { token });
    await platform.ask(admin.device, 'device.revoke', { device: who.device.thumbprint }, { token: admin.token });
    const pulls = platform.proxy.acknowledged.length;
    platform.proxy.post(sealed.envelope);
    const reply = await who.device.open(bundle, sealed, await platform.proxy.reply(who.device.thumbprint, sealed.id));
    expect(reply).toMatchObject({ ok: false, error: { code: 'AUTH_REFUSED' } });
    expect(platform.proxy.acknowledged.length - pulls).toBeLessThanOrEqual(2);
  });

  it('ends after 30 days to the minute', async () => {
    const who = await member('thirty');
    const { token } = await logIn(who.device, who.email, PASSWORD);
    const alive = () => platform.ask(who.device, 'user.whoami', {}, { token });
    await platform.travel({ days: 29, minutes: 23 * 60 + 59 });
    expect(await alive()).toMatchObject({ email: who.email });
    await platform.travel({ minutes: 1 });
    await expect(alive()).rejects.toThrow('AUTH_REFUSED');
    const again = await logIn(who.device, who.email, PASSWORD);
    expect(await platform.ask(who.device, 'user.whoami', {}, { token: again.token })).toMatchObject({
      email: who.email,
    });
  });
});
