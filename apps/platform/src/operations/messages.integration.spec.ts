import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TestDevice, type RequestOptions } from '../../testing/test-device.ts';
import { TestPlatform } from '../../testing/test-platform.ts';
import { MessagesSweep } from './messages-sweep.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';

let platform: TestPlatform;
let admin: { device: TestDevice; token: string };

beforeAll(async () => {
  platform = await TestPlatform.start();
  admin = await platform.admin();
});
afterAll(() => platform.remove());

const code = async (device: TestDevice, operation: string, input: unknown, options: RequestOptions = {}) => {
  const reply = await platform.call(device, operation, input, options);
  return reply.ok ? 'ok' : reply.error.code;
};
const audit = (): { action: string; outcome: string; actor: string; facts: string }[] =>
  platform.read((reading) => reading.all('SELECT action, outcome, actor, facts FROM audit ORDER BY number'));
const mailed = (recipient: string): number =>
  platform.read((reading) => reading.all('SELECT 1 FROM mail_outbox WHERE recipient = @recipient', { recipient }))
    .length;
const dropped = (): number => platform.log.filter(({ event }) => event === 'MESSAGE_DROPPED').length;
const until = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 1000 && !holds(); tries += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(holds()).toBe(true);
};

describe('a request of a known user', () => {
  it('is answered, and recorded with the rule that permitted it', async () => {
    expect(await code(admin.device, 'user.list', {}, { token: admin.token })).toBe('ok');
    const last = audit().at(-1);
    expect(last).toMatchObject({ action: 'user:list', outcome: 'done', actor: 'admin@example.org' });
    expect(JSON.parse(last?.facts ?? '{}')).toMatchObject({ rule: 'administrators-manage-users', policyVersion: 1 });
  });

  it('is refused where no policy permits it, and that is recorded too', async () => {
    const ada = await platform.user(admin, 'ada@example.org', 'data-scientist');
    expect(await code(ada.device, 'user.list', {}, { token: ada.token })).toBe('ACCESS_DENIED');
    expect(audit().at(-1)).toMatchObject({ action: 'user:list', outcome: 'ACCESS_DENIED', actor: 'ada@example.org' });
  });

  it('names the places of a mistake, and not what stood there', async () => {
    const input = { email: 'not an address', role: 'emperor' };
    const reply = await platform.call(admin.device, 'user.approve', input, { token: admin.token });
    expect(reply.ok ? [] : reply.error.details.map(({ path }) => path)).toEqual(['email', 'role']);
    expect(JSON.stringify(reply)).not.toContain('emperor');
  });

  it.each([
    ['an operation that is not known', 'user.promote', {}, 'OPERATION_UNKNOWN'],
    ['a body of another shape', 'user.list', {}, 'INPUT_INVALID', { body: { operation: 7 as never } }],
  ])('gets a coded answer for %s', async (_what, operation, input, expected, options: RequestOptions = {}) => {
    expect(await code(admin.device, operation, input, { token: admin.token, ...options })).toBe(expected);
  });
});

describe('whoever is not who they claim to be', () => {
  let refusals: unknown[];
  let ada: { device: TestDevice; token: string };

  beforeAll(async () => {
    ada = await platform.user(admin, 'grace@example.org', 'data-scientist');
    const applicant = await platform.device();
    await platform.register(applicant, 'waiting@example.org');
    const gone = await platform.user(admin, 'gone@example.org', 'data-scientist');
    await platform.ask(admin.device, 'user.disable', { email: 'gone@example.org' }, { token: admin.token });
    const out = await platform.user(admin, 'out@example.org', 'data-scientist');
    await platform.ask(out.device, 'user.logout', {}, { token: out.token });
    const stranger = await platform.device();
    refusals = await Promise.all([
      platform.call(ada.device, 'user.whoami', {}),
      platform.call(ada.device, 'user.whoami', {}, { token: 'wrong' }),
      platform.call(ada.device, 'user.whoami', {}, { token: admin.token }),
      platform.call(applicant, 'user.whoami', {}, { token: ada.token }),
      platform.call(gone.device, 'user.whoami', {}, { token: gone.token }),
      platform.call(out.device, 'user.whoami', {}, { token: out.token }),
      platform.call(stranger, 'user.whoami', {}, { token: ada.token, first: true }),
    ]);
  });

  it('is told the same, whatever was wrong', () => {
    const told = refusals.map((reply) => JSON.stringify(reply).replace(/"auditId":"[^"]+"/, '"auditId":"…"'));
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain('AUTH_REFUSED');
  });

  it('would be let in with the token on its own device: the positive control', async () => {
    expect(await code(ada.device, 'user.whoami', {}, { token: ada.token })).toBe('ok');
  });

  it('is out when the token is 30 days old', async () => {
    await platform.travel({ days: 30, minutes: -1 });
    expect(await code(ada.device, 'user.whoami', {}, { token: ada.token })).toBe('ok');
    await platform.travel({ minutes: 1 });
    expect(await code(ada.device, 'user.whoami', {}, { token: ada.token })).toBe('AUTH_REFUSED');
    admin = { ...admin, token: await platform.logIn(admin.device, 'admin@example.org') };
  });
});

describe('a message that comes again', () => {
  const input = { email: 'once@example.org', password: 'a horse of another colour', device: 'x' };
  let device: TestDevice;

  beforeEach(async () => {
    device = await platform.device();
  });

  it('is answered with the same bytes, and has no second effect', async () => {
    const bundle = await platform.proxy.content(platform.clock.now());
    const request = await device.seal(bundle, 'user.register', input, { first: true });
    platform.proxy.post(request.envelope);
    const first = await platform.proxy.reply(device.thumbprint, request.id);
    const rows = audit().length;
    platform.proxy.replies.clear();
    platform.proxy.post(request.envelope, request.envelope);
    expect(await platform.proxy.reply(device.thumbprint, request.id)).toBe(first);
    expect(audit()).toHaveLength(rows);
    expect(mailed('once@example.org')).toBe(1);
  });

  it('is joined to the one that is being answered', async () => {
    const bundle = await platform.proxy.content(platform.clock.now());
    const email = 'parallel@example.org';
    const request = await device.seal(bundle, 'user.register', { ...input, email }, { first: true });
    platform.proxy.post(...Array.from({ length: 50 }, () => request.envelope));
    const reply = await platform.proxy.reply(device.thumbprint, request.id);
    expect((await device.open(bundle, request, reply)).ok).toBe(true);
    expect(mailed(email)).toBe(1);
  });

  it('is dropped when other bytes come under its id', async () => {
    const bundle = await platform.proxy.content(platform.clock.now());
    const token = admin.token;
    const request = await admin.device.seal(bundle, 'user.list', {}, { token });
    const other = await admin.device.seal(bundle, 'user.whoami', {}, { token, id: request.id });
    const before = dropped();
    platform.proxy.post(request.envelope, other.envelope);
    await platform.proxy.reply(admin.device.thumbprint, request.id);
    await until(() => dropped() === before + 1);
  });

  it('is never run again, not even when its id was forgotten and the clock was set back', async () => {
    const bundle = await platform.proxy.content(platform.clock.now());
    const request = await admin.device.seal(bundle, 'user.list', {}, { token: admin.token });
    platform.proxy.post(request.envelope);
    await platform.proxy.reply(admin.device.thumbprint, request.id);
    const issued = platform.clock.now().toISOString();
    await platform.travel({ minutes: 21 });
    const context = platform.running?.context;
    context?.get(UnitOfWork).write((writing) => context.get(MessagesSweep, { strict: false }).sweep(writing));
    const kept = platform.read((reading) => reading.get('SELECT 1 FROM inbox WHERE id = @id', { id: request.id }));
    expect(kept).toBeUndefined();
    await platform.down();
    platform.clock.set(issued);
    await platform.up();
    platform.proxy.replies.clear();
    const before = dropped();
    platform.proxy.post(request.envelope);
    await until(() => dropped() === before + 1);
    expect(platform.proxy.replies.size).toBe(0);
    await platform.travel({ minutes: 22 });
  });
});

describe('the times of a message', () => {
  const minutes = (from: number, to: number): RequestOptions => {
    const now = platform.clock.now().getTime();
    return { token: admin.token, issuedAt: new Date(now + from * 60_000), expiresAt: new Date(now + to * 60_000) };
  };

  it('bound what is taken, and every refusal is signed', async () => {
    expect(await code(admin.device, 'user.list', {}, minutes(4, 10))).toBe('ok');
    expect(await code(admin.device, 'user.list', {}, minutes(6, 10))).toBe('INPUT_INVALID');
    expect(await code(admin.device, 'user.list', {}, minutes(0, 24 * 60 + 1))).toBe('INPUT_INVALID');
    expect(await code(admin.device, 'user.list', {}, minutes(-20, -1))).toBe('TIMED_OUT');
    const login = { email: 'admin@example.org', password: 'a horse of another colour' };
    expect(await code(admin.device, 'user.login', login, minutes(0, 11))).toBe('INPUT_INVALID');
    expect(await code(admin.device, 'user.login', login, minutes(0, 10))).toBe('ok');
    admin = { ...admin, token: await platform.logIn(admin.device, 'admin@example.org') };
  });
});

describe('what does not verify', () => {
  it('gets no answer at all, and is counted', async () => {
    const bundle = await platform.proxy.content(platform.clock.now());
    const stranger = await platform.device();
    const thief = await platform.device();
    const good = await admin.device.seal(bundle, 'user.list', {}, { token: admin.token });
    const unknown = await stranger.seal(bundle, 'user.list', {}, { token: admin.token });
    const swapped = await stranger.seal(
      bundle,
      'user.register',
      {},
      { first: true, body: { senderKey: thief.identity.publicJwk } },
    );
    const foreign = await admin.device.seal(bundle, 'user.list', {}, { token: admin.token, to: stranger.thumbprint });
    const flipped = `${good.envelope.slice(0, -2)}${good.envelope.endsWith('AA') ? 'BB' : 'AA'}`;
    const before = dropped();
    platform.proxy.replies.clear();
    platform.proxy.post(unknown.envelope, swapped.envelope, foreign.envelope, flipped, 'nonsense', '');
    await until(() => dropped() === before + 6);
    expect(platform.proxy.replies.size).toBe(0);
    expect(await code(admin.device, 'user.list', {}, { token: admin.token })).toBe('ok');
  });
});

describe('when the audit row cannot be written', () => {
  it('refuses the operation, and nothing of it is left', async () => {
    const context = platform.running?.context;
    const device = await platform.device();
    const input = { email: 'nobody@example.org', password: 'a horse of another colour', device: 'x' };
    const write = (sql: string): void => context?.get(UnitOfWork).write((writing) => void writing.run(sql));
    write(`CREATE TRIGGER no_audit BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk'); END`);
    try {
      const reply = await platform.call(device, 'user.register', input, { first: true });
      expect(reply).toMatchObject({ ok: false, error: { code: 'UNEXPECTED', auditId: null } });
    } finally {
      write('DROP TRIGGER no_audit');
    }
    const rows = platform.read((reading) => reading.all(`SELECT 1 FROM users WHERE email = 'nobody@example.org'`));
    expect(rows).toEqual([]);
    expect(mailed('nobody@example.org')).toBe(0);
  });

  it('would have registered otherwise: the positive control', async () => {
    const input = { email: 'somebody@example.org', password: 'a horse of another colour', device: 'x' };
    expect(await code(await platform.device(), 'user.register', input, { first: true })).toBe('ok');
  });
});
