import { generateIdentityKey, newMessageId, type IdentityKey } from '@dq0/encryption';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makePlatform, sealReply, sealRequest, type TestPlatform } from '../../testing/parties.ts';
import { TestProxy } from '../../testing/running-proxy.ts';
import { ProxyDatabase } from '../database/index.ts';

let platform: TestPlatform;
let device: IdentityKey;
let stranger: IdentityKey;
let proxy: TestProxy;
const others: TestProxy[] = [];

beforeAll(async () => {
  [platform, device, stranger] = await Promise.all([makePlatform(), generateIdentityKey(), generateIdentityKey()]);
  proxy = await TestProxy.start(platform);
  await proxy.introducePlatform();
});
afterAll(() => proxy.stop());
afterEach(async () => {
  for (const other of others.splice(0)) await other.stop();
});

async function another(environment: Record<string, string>): Promise<TestProxy> {
  const started = await TestProxy.start(platform, environment);
  others.push(started);
  return started;
}
const code = (answer: { body: unknown }) => (answer.body as { code: string }).code;

describe('POST /v1/messages', () => {
  it('takes a sealed message and answers with its id', async () => {
    const { id, envelope } = await sealRequest(device, platform);
    expect(await proxy.post(envelope, device)).toMatchObject({ status: 202, body: { id } });
  });

  it('answers the same bytes again in the same way and stores them once', async () => {
    const sealed = await sealRequest(device, platform);
    const answers = await Promise.all([1, 2, 3, 4].map(() => proxy.post(sealed.envelope, device)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const { messages } = (await proxy.pull()).body as { messages: { envelope: string }[] };
    expect(messages.filter(({ envelope }) => envelope === sealed.envelope)).toHaveLength(1);
  });

  it('refuses other bytes under an id it knows, before and after delivery', async () => {
    const first = await sealRequest(device, platform);
    const second = await sealRequest(device, platform, { id: first.id });
    await proxy.post(first.envelope, device);
    expect(await proxy.post(second.envelope, device)).toMatchObject({
      status: 409,
      body: { code: 'MESSAGE_CONFLICT' },
    });
    const { cursor } = (await proxy.pull()).body as { cursor: number };
    await proxy.pull(cursor);
    expect(await proxy.post(second.envelope, device)).toMatchObject({ status: 409 });
    expect(await proxy.post(first.envelope, device)).toMatchObject({ status: 202 });
    expect((await proxy.pull(cursor)).body).toMatchObject({ messages: [] });
  });

  it('keeps the ids of two senders apart', async () => {
    const id = newMessageId();
    const [mine, theirs] = await Promise.all([
      sealRequest(device, platform, { id }),
      sealRequest(stranger, platform, { id }),
    ]);
    expect((await proxy.post(mine.envelope, device)).status).toBe(202);
    expect((await proxy.post(theirs.envelope, stranger)).status).toBe(202);
  });

  it('refuses a key that is not the one the envelope names', async () => {
    const { envelope } = await sealRequest(device, platform);
    expect(code(await proxy.post(envelope, stranger))).toBe('KEY_MISMATCH');
  });

  it('refuses an envelope whose signature another key made, or that was changed on the way', async () => {
    const [mine, theirs] = await Promise.all([sealRequest(device, platform), sealRequest(stranger, platform)]);
    const foreign = [...mine.envelope.split('.').slice(0, 2), theirs.envelope.split('.')[2]].join('.');
    expect(code(await proxy.post(foreign, device))).toBe('SIGNATURE_INVALID');
    const payload = mine.envelope.split('.')[1] ?? '';
    const flipped = mine.envelope.replace(payload, payload.slice(0, -1));
    expect((await proxy.post(flipped, device)).status).toBe(400);
  });

  it('refuses weak and private keys', async () => {
    const { envelope } = await sealRequest(device, platform);
    const { n } = device.publicJwk;
    for (const key of [
      { kty: 'RSA', n, e: 'AQ' },
      { kty: 'RSA', n: n.slice(0, 100), e: 'AQAB' },
    ]) {
      expect(code(await proxy.postJson('/v1/messages', { envelope, key }))).toBe('KEY_INVALID');
    }
    const withPrivate = { envelope, key: { ...device.publicJwk, d: 'AQAB' } };
    expect(code(await proxy.postJson('/v1/messages', withPrivate))).toBe('BODY_INVALID');
  });

  it('refuses what is expired, dated ahead, valid too long or meant for somebody else', async () => {
    const now = Date.now();
    const hours = (count: number) => now + count * 3_600_000;
    const cases = [
      [{ issuedAt: hours(-2), expiresAt: hours(-1) }, 'MESSAGE_EXPIRED'],
      [{ issuedAt: hours(1), expiresAt: hours(2) }, 'MESSAGE_VALIDITY'],
      [{ issuedAt: now, expiresAt: hours(24.1) }, 'MESSAGE_VALIDITY'],
      [{ to: stranger.thumbprint }, 'RECIPIENT_UNKNOWN'],
    ] as const;
    for (const [options, expected] of cases) {
      const { envelope } = await sealRequest(device, platform, options);
      expect(code(await proxy.post(envelope, device))).toBe(expected);
    }
  });

  it('refuses a reply in the place of a request', async () => {
    const request = await sealRequest(device, platform);
    const { envelope } = await sealReply(platform, device, request);
    expect((await proxy.post(envelope, platform.identity)).status).toBe(400);
  });

  it.each([
    ['no JSON', '{"envelope":', 400],
    ['another shape', '[]', 400],
    ['a number', '7', 400],
    ['nothing', '', 400],
    ['a further member', '{"envelope":"a.b.c","key":{},"more":1}', 400],
    ['an envelope that is none', JSON.stringify({ envelope: 'x', key: { kty: 'RSA', n: 'AA', e: 'AQAB' } }), 400],
    ['a poisoned prototype', '{"__proto__":{"envelope":"a"},"key":{}}', 400],
    ['deep nesting', '['.repeat(100_000), 400],
    ['a body over the limit', `"${'x'.repeat(1_600_000)}"`, 413],
  ])('answers %s with a problem, never with a stack', async (_what, body, status) => {
    const answer = await proxy.postJson('/v1/messages', body);
    expect(answer.status).toBe(status);
    expect(Object.keys(answer.body as object).sort()).toEqual(['code', 'message', 'remedy']);
    expect(JSON.stringify(answer.body)).not.toMatch(/\n\s+at |\.js|node_modules|in JSON/);
  });

  it('limits how fast one sender may post, and says how long to wait', async () => {
    const strict = await another({ DQ0_PROXY_RATE_SENDER: '1' });
    const statuses: number[] = [];
    let last;
    for (let count = 0; count < 6; count += 1) {
      last = await strict.post((await sealRequest(device, platform)).envelope, device);
      statuses.push(last.status);
    }
    expect(statuses.slice(0, 4)).toEqual([202, 202, 202, 202]);
    expect(last).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
    expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await strict.post((await sealRequest(stranger, platform)).envelope, stranger)).status).toBe(202);
  });

  it("cannot be made to use up a sender's rate by somebody without the key", async () => {
    const strict = await another({ DQ0_PROXY_RATE_SENDER: '1' });
    const [mine, theirs] = await Promise.all([sealRequest(device, platform), sealRequest(stranger, platform)]);
    const forged = [...mine.envelope.split('.').slice(0, 2), theirs.envelope.split('.')[2]].join('.');
    for (let count = 0; count < 10; count += 1) expect((await strict.post(forged, device)).status).toBe(400);
    expect((await strict.post(mine.envelope, device)).status).toBe(202);
  });

  it('limits how fast one address may call', async () => {
    const strict = await another({ DQ0_PROXY_RATE_ADDRESS: '1' });
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await strict.call('GET', '/v1/health')).status);
    expect(statuses).toContain(429);
  });

  it("refuses more than a sender's quota until the messages expire", async () => {
    const small = await another({ DQ0_PROXY_QUOTA_MESSAGES: '2' });
    const post = async () => small.post((await sealRequest(device, platform)).envelope, device);
    expect([(await post()).status, (await post()).status]).toEqual([202, 202]);
    expect(await post()).toMatchObject({ status: 429, body: { code: 'QUOTA_EXCEEDED' } });
    expect((await small.post((await sealRequest(stranger, platform)).envelope, stranger)).status).toBe(202);
  });

  it('counts waiting bytes against the quota and gives them back when the platform has them', async () => {
    const small = await another({ DQ0_PROXY_QUOTA_BYTES: String(1024 * 1024) });
    await small.introducePlatform();
    const post = async () =>
      small.post((await sealRequest(device, platform, { body: 'x'.repeat(400_000) })).envelope, device);
    expect((await post()).status).toBe(202);
    expect(code(await post())).toBe('QUOTA_EXCEEDED');
    const { cursor } = (await small.pull()).body as { cursor: number };
    await small.pull(cursor);
    expect((await post()).status).toBe(202);
  });

  it('refuses clearly when the file is full, and still takes replies', async () => {
    const full = await another({
      DQ0_PROXY_STORE_BYTES: String(3 * 1024 * 1024),
      DQ0_PROXY_QUOTA_BYTES: String(64 * 1024 * 1024),
    });
    await full.introducePlatform();
    let last = 202;
    for (let count = 0; count < 12 && last === 202; count += 1) {
      const { envelope } = await sealRequest(device, platform, { body: 'x'.repeat(200_000) });
      last = (await full.post(envelope, device)).status;
      full.clock.advance(1000);
    }
    expect(last).toBe(507);
    const reply = await sealReply(platform, device, await sealRequest(device, platform));
    expect((await full.push({ replies: [reply] })).body).toEqual({ stored: 1 });
  });

  it('acknowledges nothing when the store cannot commit', async () => {
    const broken = await another({});
    const { handle } = broken.running.app.get(ProxyDatabase);
    const exec = handle.exec.bind(handle);
    handle.exec = (sql) => {
      if (sql === 'COMMIT') throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
      return exec(sql);
    };
    const { envelope } = await sealRequest(device, platform);
    expect(await broken.post(envelope, device)).toMatchObject({ status: 503, body: { code: 'STORE_BROKEN' } });
    handle.exec = exec;
    expect((await broken.post(envelope, device)).status).toBe(503);
    await expect(broken.running.broken).resolves.toBeUndefined();
  });

  it('writes neither envelopes nor keys into its log', async () => {
    const { envelope } = await sealRequest(device, platform);
    await proxy.post(envelope, device);
    await proxy.post(envelope, stranger);
    const log = proxy.logs.join('');
    expect(log).not.toContain(envelope.slice(-40));
    expect(log).not.toContain(device.publicJwk.n.slice(0, 40));
  });
});
