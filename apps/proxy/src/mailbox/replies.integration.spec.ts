import { generateIdentityKey, type IdentityKey } from '@dq0/encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePlatform, prove, sealReply, sealRequest, type TestPlatform } from '../../testing/parties.ts';
import { ORIGIN, TestProxy } from '../../testing/running-proxy.ts';
import { Retention } from './retention.ts';

let platform: TestPlatform;
let device: IdentityKey;
let stranger: IdentityKey;
let proxy: TestProxy;

beforeAll(async () => {
  [platform, device, stranger] = await Promise.all([makePlatform(), generateIdentityKey(), generateIdentityKey()]);
  proxy = await TestProxy.start(platform);
  await proxy.introducePlatform();
});
afterAll(() => proxy.stop());

const answered = async () => sealReply(platform, device, await sealRequest(device, platform));

describe('replies', () => {
  it('reach the device that asked, again and again', async () => {
    const reply = await answered();
    expect((await proxy.push({ replies: [reply] })).body).toEqual({ stored: 1 });
    for (let count = 0; count < 2; count += 1) {
      const { status, body } = await proxy.readReply(device, reply.id);
      expect([status, body]).toEqual([200, { id: reply.id, envelope: reply.envelope }]);
    }
  });

  it('are not there for another key, under any id', async () => {
    const reply = await answered();
    await proxy.push({ replies: [reply] });
    expect((await proxy.readReply(stranger, reply.id)).status).toBe(204);
    expect((await proxy.readReply(device, 'never-asked')).status).toBe(204);
  });

  it('need a proof of the key, made for this proxy, used once', async () => {
    const reply = await answered();
    await proxy.push({ replies: [reply] });
    const read = (headers: Record<string, string>) => proxy.call('GET', `/v1/messages/${reply.id}/reply`, { headers });
    const key = (identity: IdentityKey) => Buffer.from(JSON.stringify(identity.publicJwk)).toString('base64url');
    expect(await read({})).toMatchObject({ status: 401, body: { code: 'PROOF_MISSING' } });
    expect((await read({ authorization: 'Bearer x' })).status).toBe(401);
    const proof = await proxy.subscribeProof(device);
    expect((await read({ authorization: `DQ0 ${proof}`, 'dq0-key': key(stranger) })).status).toBe(401);
    expect((await read({ authorization: `DQ0 ${proof}`, 'dq0-key': '!!' })).status).toBe(400);
    expect((await read({ authorization: `DQ0 ${proof}`, 'dq0-key': key(device) })).status).toBe(200);
    expect((await read({ authorization: `DQ0 ${proof}` })).status).toBe(401);
    const elsewhere = await prove('dq0-subscribe', device, {
      origin: 'https://other.test',
      nonce: await proxy.nonce(),
    });
    expect((await read({ authorization: `DQ0 ${elsewhere}` })).status).toBe(401);
    const pulling = await prove('dq0-pull', device, { origin: ORIGIN, nonce: await proxy.nonce() });
    expect((await read({ authorization: `DQ0 ${pulling}` })).status).toBe(401);
  });

  it('are waited for', async () => {
    const reply = await answered();
    const waiting = proxy.readReply(device, reply.id, 20);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await proxy.push({ replies: [await answered()] });
    await proxy.push({ replies: [reply] });
    expect(await waiting).toMatchObject({ status: 200, body: { id: reply.id } });
  });

  it('come as 204 after the wait, with a nonce for the next try', async () => {
    const answer = await proxy.readReply(device, 'nothing-yet', 1);
    expect(answer).toMatchObject({ status: 204, body: '' });
    expect(answer.nonce).toMatch(/^[\w-]{22}$/);
  });

  it.each(['', '-1', '1.5', 'x', '1&wait=2'])('refuse to wait %s seconds', async (wait) => {
    const headers = { authorization: `DQ0 ${await proxy.subscribeProof(device)}` };
    expect((await proxy.call('GET', `/v1/messages/some-id/reply?wait=${wait}`, { headers })).status).toBe(400);
  });

  it('are stored once, and the first one stays', async () => {
    const request = await sealRequest(device, platform);
    const [first, second] = [await sealReply(platform, device, request), await sealReply(platform, device, request)];
    expect((await proxy.push({ replies: [first, first] })).body).toEqual({ stored: 2 });
    const { recipient, id } = second;
    expect((await proxy.push({ replies: [second] })).body).toEqual({
      stored: 0,
      refused: [{ recipient, id, reason: 'conflict' }],
    });
    expect((await proxy.readReply(device, request.id)).body).toMatchObject({ envelope: first.envelope });
  });

  it('that the platform did not seal to that device cost only themselves', async () => {
    const request = await sealRequest(device, platform);
    const [good, swapped] = [await answered(), await sealReply(platform, stranger, request)];
    const forged = await sealReply({ ...platform, identity: stranger }, device, await sealRequest(device, platform));
    const expired = await sealReply(platform, device, await sealRequest(device, platform), Date.now() - 1000);
    const replies = [{ ...swapped, recipient: device.thumbprint }, forged, expired, { ...good, envelope: 'x' }, good];
    const { body } = await proxy.push({ replies });
    expect(body).toMatchObject({ stored: 1 });
    expect((body as { refused: { reason: string }[] }).refused.map(({ reason }) => reason)).toEqual([
      'invalid',
      'invalid',
      'expired',
      'invalid',
    ]);
    expect((await proxy.readReply(device, request.id)).status).toBe(204);
    expect((await proxy.readReply(device, good.id)).status).toBe(200);
  });

  it('are pushed by the platform only', async () => {
    const replies = [await answered()];
    const answer = await proxy.postJson('/v1/platform/push', {
      proof: await proxy.pullProof(undefined, stranger),
      replies,
    });
    expect(answer.status).toBe(401);
    expect((await proxy.readReply(device, replies[0]?.id ?? '')).status).toBe(204);
  });

  it('go when they expire, with the messages that do', async () => {
    const now = proxy.clock.now();
    const short = await sealReply(platform, device, await sealRequest(device, platform), now + 60_000);
    const long = await sealReply(platform, device, await sealRequest(device, platform), now + 3 * 3_600_000);
    const request = await sealRequest(device, platform, { expiresAt: now + 60_000 });
    await proxy.post(request.envelope, device);
    await proxy.push({ replies: [short, long] });
    proxy.clock.advance(61_000);
    expect(await proxy.running.app.get(Retention).sweep()).toBeGreaterThanOrEqual(2);
    expect((await proxy.readReply(device, short.id)).status).toBe(204);
    expect((await proxy.readReply(device, long.id)).status).toBe(200);
    expect((await proxy.post(request.envelope, device)).body).toMatchObject({ code: 'MESSAGE_EXPIRED' });
    expect(JSON.stringify((await proxy.pull()).body)).not.toContain(request.envelope);
  });
});
