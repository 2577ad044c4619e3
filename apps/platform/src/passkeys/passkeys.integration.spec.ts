import { SoftAuthenticator, type Misbehaviour } from '@dq0/tools/testing/soft-authenticator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestDevice } from '../../testing/test-device.ts';
import { PASSWORD, TestPlatform } from '../../testing/test-platform.ts';

const ORIGIN = 'http://localhost:9000';
const ELSEWHERE = 'http://localhost:9001';

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

const member = async (name: string, role = 'data-scientist'): Promise<Member> => {
  const email = `${name}@example.org`;
  return { email, ...(await platform.user(admin, email, role)) };
};
const as = <T = Record<string, unknown>>(who: Omit<Member, 'email'>, operation: string, input: unknown, more = {}) =>
  platform.ask<T>(who.device, operation, input, { token: who.token, ...more });
const offer = async (who: Omit<Member, 'email'>): Promise<string> =>
  (await as<{ challenge: string }>(who, 'passkey.offer', { origin: ORIGIN })).challenge;

async function register(who: Member, wrong: Misbehaviour = {}, more = {}): Promise<SoftAuthenticator> {
  const key = new SoftAuthenticator(ORIGIN);
  const registration = key.register(await offer(who), wrong);
  await as(who, 'passkey.add', { name: 'a key', registration }, more);
  return key;
}

async function logIn(device: TestDevice, key: SoftAuthenticator, wrong: Misbehaviour = {}): Promise<string> {
  const { challenge } = await platform.ask<{ challenge: string }>(device, 'passkey.challenge', { origin: ORIGIN });
  const assertion = key.assert(challenge, wrong);
  return (await platform.ask<{ token: string }>(device, 'passkey.login', { assertion })).token;
}

/** Asks for a challenge over one decision, and sends another, where one is given, with the assertion beside it. */
async function confirmed<T>(
  who: Member,
  key: SoftAuthenticator,
  operation: string,
  input: object,
  { sent = input, wrong = {} }: { readonly sent?: object; readonly wrong?: Misbehaviour } = {},
): Promise<T> {
  const asked = { origin: ORIGIN, operation, input };
  const { challenge } = await as<{ challenge: string }>(who, 'passkey.confirm', asked);
  return as<T>(who, operation, sent, { body: { stepUp: key.assert(challenge, wrong) } });
}

describe('a passkey', () => {
  it('is registered, listed, logs in, and the session is known by it', async () => {
    const ada = await member('ada');
    const key = await register(ada);
    expect(await as(ada, 'passkey.list', {})).toMatchObject({
      passkeys: [{ passkey: key.credential, name: 'a key', email: ada.email, lastUsed: null }],
    });
    expect(await as(ada, 'user.whoami', {})).toMatchObject({ authentication: 'password' });
    const token = await logIn(ada.device, key);
    expect(await as({ ...ada, token }, 'user.whoami', {})).toMatchObject({
      email: ada.email,
      authentication: 'passkey',
    });
    const told = () => platform.mails(ada.email).filter((mail) => mail.includes('A passkey was added'));
    await expect.poll(told).toHaveLength(1);
  });

  it('is not registered when it was made wrongly', async () => {
    const who = await member('made');
    const wrongs: [string, Misbehaviour][] = [
      ['for another origin', { origin: ELSEWHERE }],
      ['for another relying party', { rpId: 'example.org' }],
      ['without user verification', { unverified: true }],
      ['as an assertion', { type: 'webauthn.get' }],
    ];
    for (const [what, wrong] of wrongs) {
      await expect(register(who, wrong), what).rejects.toThrow('PASSKEY_REFUSED');
    }
    expect(await as(who, 'passkey.list', {})).toEqual({ passkeys: [] });
    await register(who);
  });

  it('logs nobody in when it is used wrongly', async () => {
    const who = await member('used');
    const key = await register(who);
    const wrongs: [string, Misbehaviour][] = [
      ['at another origin', { origin: ELSEWHERE }],
      ['for another relying party', { rpId: 'example.org' }],
      ['without user verification', { unverified: true }],
      ['to register', { type: 'webauthn.create' }],
    ];
    for (const [what, wrong] of wrongs) {
      await expect(logIn(who.device, key, wrong), what).rejects.toThrow('PASSKEY_REFUSED');
    }
    await logIn(who.device, key);
  });

  it('that counts back is taken for a copy: refused, and on the record', async () => {
    const who = await member('cloned');
    const key = await register(who);
    await logIn(who.device, key);
    await logIn(who.device, key);
    for (const counter of [2, 1, 0]) {
      await expect(logIn(who.device, key, { counter })).rejects.toThrow('PASSKEY_CLONED');
    }
    const { rows } = await as<{ rows: object[] }>(admin, 'audit.list', { limit: 5 });
    expect(rows).toContainEqual(
      expect.objectContaining({ action: 'passkey:login', outcome: 'PASSKEY_CLONED', object: who.email }),
    );
    await logIn(who.device, key);
  });

  it('that never counts is no copy', async () => {
    const who = await member('uncounted');
    const key = await register(who);
    await logIn(who.device, key, { counter: 0 });
    await logIn(who.device, key, { counter: 0 });
  });

  it('answers a challenge once, in its time, on its device', async () => {
    const who = await member('once');
    const key = await register(who);
    const challenge = async (device = who.device) =>
      (await platform.ask<{ challenge: string }>(device, 'passkey.challenge', { origin: ORIGIN })).challenge;
    const use = (assertion: object) => platform.ask(who.device, 'passkey.login', { assertion });
    const first = await challenge();
    await use(key.assert(first));
    await expect(use(key.assert(first))).rejects.toThrow('PASSKEY_REFUSED');
    const replaced = await challenge();
    const newest = await challenge();
    await expect(use(key.assert(replaced))).rejects.toThrow('PASSKEY_REFUSED');
    await expect(use(key.assert(newest)), 'a wrong answer ends the challenge').rejects.toThrow('PASSKEY_REFUSED');
    const other = await member('once-other');
    await expect(use(key.assert(await challenge(other.device)))).rejects.toThrow('PASSKEY_REFUSED');
    const late = await challenge();
    platform.clock.advance({ minutes: 5 });
    await expect(use(key.assert(late))).rejects.toThrow('PASSKEY_REFUSED');
    await use(key.assert(await challenge()));
  });

  it('opens nothing for others: not their account, not on their device', async () => {
    const [one, other] = [await member('one'), await member('other')];
    const key = await register(one);
    await expect(logIn(other.device, key)).rejects.toThrow('PASSKEY_REFUSED');
    const registration = key.register(await offer(other));
    await expect(as(other, 'passkey.add', { name: 'mine', registration })).rejects.toThrow('PASSKEY_EXISTS');
    await expect(as(other, 'passkey.remove', { passkey: key.credential })).rejects.toThrow('PASSKEY_UNKNOWN');
    await expect(as(other, 'passkey.list', { email: one.email })).rejects.toThrow('ACCESS_DENIED');
    await expect(as(other, 'passkey.list', { email: 'nobody@example.org' })).rejects.toThrow('ACCESS_DENIED');
  });

  it('that was lost is removed by an administrator, and opens nothing any more', async () => {
    const who = await member('lost');
    const key = await register(who);
    expect(await as(admin, 'passkey.list', { email: who.email })).toMatchObject({ passkeys: [{ name: 'a key' }] });
    await as(admin, 'passkey.remove', { passkey: key.credential });
    await expect(logIn(who.device, key)).rejects.toThrow('PASSKEY_REFUSED');
    await register(who);
  });

  it('is one of ten at most', async () => {
    const who = await member('many');
    const first = await register(who);
    for (let count = 1; count < 10; count += 1) {
      const key = new SoftAuthenticator(ORIGIN);
      const input = { name: `key ${count}`, registration: { ...key.register(await offer(who)), transports: ['usb'] } };
      await confirmed(who, first, 'passkey.add', input);
    }
    await expect(offer(who)).rejects.toThrow('PASSKEYS_FULL');
  });

  it('is nothing for a machine', async () => {
    const who = await member('with-machine');
    const key = await register(who);
    const machine = await platform.device();
    const { code } = await as<{ code: string }>(who, 'device.invite', { machineDays: 1 });
    const paired = await platform.ask<{ login: { token: string } }>(
      machine,
      'device.pair',
      { email: who.email, code, device: 'm' },
      { first: true },
    );
    const asking = { device: machine, token: paired.login.token };
    await expect(offer(asking)).rejects.toThrow('MACHINE_REFUSED');
    await expect(logIn(machine, key)).rejects.toThrow('PASSKEY_REFUSED');
  });
});

describe('a decision', () => {
  const APPLICANT = { role: 'data-scientist' };
  let applicants = 0;
  const applicant = async (): Promise<string> => {
    const email = `applicant-${(applicants += 1)}@example.org`;
    await platform.register(await platform.device(), email);
    return email;
  };
  const decider = async (name: string) => {
    const who = await member(name, 'administrator');
    return { who, key: await register(who) };
  };

  it('needs no passkey of who has none', async () => {
    const who = await member('without', 'administrator');
    await as(who, 'user.approve', { email: await applicant(), ...APPLICANT });
  });

  it('of who has one needs it to sign exactly this, however the session began', async () => {
    const { who, key } = await decider('signs');
    const input = { email: await applicant(), ...APPLICANT };
    await expect(as(who, 'user.approve', input)).rejects.toThrow('STEP_UP_REQUIRED');
    const token = await logIn(who.device, key);
    const again = { ...who, token };
    await expect(as(again, 'user.approve', input)).rejects.toThrow('STEP_UP_REQUIRED');
    expect(await confirmed(again, key, 'user.approve', input)).toMatchObject({ user: { state: 'approved' } });
    await expect(as(again, 'user.roles', { email: input.email, roles: ['auditor'] })).rejects.toThrow(
      'STEP_UP_REQUIRED',
    );
    expect(await confirmed(again, key, 'user.roles', { email: input.email, roles: ['auditor'] })).toMatchObject({
      user: { roles: ['auditor'] },
    });
  });

  it('about a person is each: letting in, turning away, ending, roles and groups', async () => {
    const { who, key } = await decider('each');
    const [rejected, ended] = [await applicant(), await applicant()];
    await as(admin, 'user.approve', { email: ended, ...APPLICANT });
    const decisions: [string, object, object][] = [
      ['user.reject', { email: rejected }, { state: 'rejected' }],
      ['user.groups', { email: ended, groups: [] }, { groups: [] }],
      ['user.disable', { email: ended }, { state: 'disabled' }],
    ];
    for (const [operation, input, user] of decisions) {
      await expect(as(who, operation, input), operation).rejects.toThrow('STEP_UP_REQUIRED');
      expect(await confirmed(who, key, operation, input), operation).toMatchObject({ user });
    }
  });

  it('is no revoking of a device: who has lost laptop and passkey stops both at once', async () => {
    const who = await member('stolen');
    await register(who);
    const laptop = await platform.device();
    const { code } = await as<{ code: string }>(who, 'device.invite', {});
    await platform.ask(laptop, 'device.pair', { email: who.email, code, device: 'laptop' }, { first: true });
    const login = { email: who.email, password: PASSWORD };
    const { token } = await platform.ask<{ token: string }>(laptop, 'user.login', login);
    await as({ device: laptop, token }, 'user.whoami', {});
    await as(who, 'device.revoke', { device: laptop.identity.thumbprint });
    await expect(as({ device: laptop, token }, 'user.whoami', {})).rejects.toThrow('AUTH_REFUSED');
  });

  it('with another byte in it than was signed is refused, and nothing of it happens', async () => {
    const { who, key } = await decider('changed');
    const [email, second] = [await applicant(), await applicant()];
    for (const sent of [
      { email, role: 'administrator' },
      { email: second, role: 'data-scientist' },
    ]) {
      const changed = confirmed(who, key, 'user.approve', { email, ...APPLICANT }, { sent });
      await expect(changed, JSON.stringify(sent)).rejects.toThrow('PASSKEY_REFUSED');
    }
    const states = await as<{ users: { email: string; state: string }[] }>(admin, 'user.list', { state: 'waiting' });
    expect(states.users.map((user) => user.email)).toEqual(expect.arrayContaining([email, second]));
    await confirmed(who, key, 'user.approve', { email, ...APPLICANT });
  });

  it('signed for one operation decides no other', async () => {
    const { who, key } = await decider('operation');
    const target = await member('operation-target');
    const roles = { email: target.email, roles: ['auditor'] };
    const asked = { origin: ORIGIN, operation: 'user.approve', input: { email: target.email, role: 'auditor' } };
    const { challenge } = await as<{ challenge: string }>(who, 'passkey.confirm', asked);
    const stepUp = key.assert(challenge);
    await expect(as(who, 'user.roles', roles, { body: { stepUp } })).rejects.toThrow('PASSKEY_REFUSED');
    await confirmed(who, key, 'user.roles', roles);
  });

  it('is signed once and soon, and never by a log-in', async () => {
    const { who, key } = await decider('soon');
    const input = { email: await applicant(), ...APPLICANT };
    const asked = { origin: ORIGIN, operation: 'user.approve', input };
    const challengeOf = async () => (await as<{ challenge: string }>(who, 'passkey.confirm', asked)).challenge;
    const send = (stepUp: object) => as(who, 'user.approve', input, { body: { stepUp } });
    const late = await challengeOf();
    platform.clock.advance({ minutes: 5 });
    await expect(send(key.assert(late))).rejects.toThrow('PASSKEY_REFUSED');
    const { challenge } = await platform.ask<{ challenge: string }>(who.device, 'passkey.challenge', {
      origin: ORIGIN,
    });
    await expect(send(key.assert(challenge))).rejects.toThrow('PASSKEY_REFUSED');
    const stepUp = key.assert(await challengeOf());
    await send(stepUp);
    await expect(send(stepUp)).rejects.toThrow('PASSKEY_REFUSED');
  });

  it('is refused when it was signed wrongly', async () => {
    const { who, key } = await decider('wrong');
    const known = { ...who, token: await logIn(who.device, key) };
    const input = { email: await applicant(), ...APPLICANT };
    const wrongs: [string, Misbehaviour][] = [
      ['PASSKEY_REFUSED', { origin: ELSEWHERE }],
      ['PASSKEY_REFUSED', { unverified: true }],
      ['PASSKEY_CLONED', { counter: 0 }],
    ];
    for (const [code, wrong] of wrongs) {
      await expect(confirmed(known, key, 'user.approve', input, { wrong })).rejects.toThrow(code);
    }
    await confirmed(known, key, 'user.approve', input);
  });

  it('about passkeys themselves is one: nobody adds or removes one with a stolen session', async () => {
    const who = await member('keys');
    const key = await register(who);
    await expect(register(who)).rejects.toThrow('STEP_UP_REQUIRED');
    await expect(as(who, 'passkey.remove', { passkey: key.credential })).rejects.toThrow('STEP_UP_REQUIRED');
    await confirmed(who, key, 'passkey.remove', { passkey: key.credential });
    await register(who);
  });

  it('that none can be is not taken for one', async () => {
    const { who, key } = await decider('none');
    const asked = { origin: ORIGIN, operation: 'user.list', input: {} };
    await expect(as(who, 'passkey.confirm', asked)).rejects.toThrow('INPUT_INVALID');
    const stepUp = key.assert('AAAA');
    await expect(as(who, 'user.list', {}, { body: { stepUp } })).rejects.toThrow('INPUT_INVALID');
    await expect(
      as(await member('no-key', 'administrator'), 'passkey.confirm', {
        ...asked,
        operation: 'device.revoke',
      }),
    ).rejects.toThrow('INPUT_INVALID');
  });
});
