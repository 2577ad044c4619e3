import { generateIdentityKey, type IdentityKey } from '@dq0/encryption';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeBundle, makePlatform, prove, sealRequest, type TestPlatform } from '../../testing/parties.ts';
import { ORIGIN, TestProxy } from '../../testing/running-proxy.ts';
import { ProxyDatabase } from '../database/index.ts';

interface Page {
  readonly cursor: number;
  readonly messages: { readonly cursor: number; readonly envelope: string }[];
}

let platform: TestPlatform;
let device: IdentityKey;
let proxy: TestProxy;

beforeAll(async () => {
  [platform, device] = await Promise.all([makePlatform(), generateIdentityKey()]);
});
beforeEach(async () => {
  proxy = await TestProxy.start(platform);
});
afterEach(() => proxy.stop());

async function post(count = 1): Promise<string[]> {
  const envelopes: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { envelope } = await sealRequest(device, platform);
    expect((await proxy.post(envelope, device)).status).toBe(202);
    envelopes.push(envelope);
  }
  return envelopes;
}
const page = async (cursor?: number, more = {}): Promise<Page> => (await proxy.pull(cursor, more)).body as Page;
const envelopesOf = (from: Page) => from.messages.map(({ envelope }) => envelope);
const pullWith = (proof: string) => proxy.postJson('/v1/platform/pull', { proof, limit: 100, waitSeconds: 0 });

describe('POST /v1/platform/pull', () => {
  it('tells the platform to introduce itself first', async () => {
    expect(await proxy.pull()).toMatchObject({ status: 409, body: { code: 'NO_BUNDLE_YET' } });
  });

  it('delivers in order, again until acknowledged, and then no more', async () => {
    await proxy.introducePlatform();
    const sent = await post(3);
    const first = await page();
    expect(envelopesOf(first)).toEqual(sent);
    expect(envelopesOf(await page())).toEqual(sent);
    const next = await post(1);
    expect(envelopesOf(await page(first.messages[1]?.cursor))).toEqual([sent[2], ...next]);
    expect(envelopesOf(await page())).toEqual([sent[2], ...next]);
  });

  it('forgets the ciphertext of what was acknowledged', async () => {
    await proxy.introducePlatform();
    await post(2);
    const count = () =>
      proxy.running.app.get(ProxyDatabase).handle.prepare('SELECT count(*) FROM sealed').pluck().get();
    expect(count()).toBe(2);
    await page((await page()).cursor);
    expect(count()).toBe(0);
  });

  it('gives pages of the size asked for', async () => {
    await proxy.introducePlatform();
    const sent = await post(5);
    const first = await page(undefined, { limit: 2 });
    const second = await page(first.cursor, { limit: 2 });
    expect([...envelopesOf(first), ...envelopesOf(second)]).toEqual(sent.slice(0, 4));
  });

  it('waits for the next message and answers when it comes', async () => {
    await proxy.introducePlatform();
    const waiting = page(undefined, { waitSeconds: 20 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const began = performance.now();
    const sent = await post(1);
    expect(envelopesOf(await waiting)).toEqual(sent);
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('answers with nothing after the wait', async () => {
    await proxy.introducePlatform();
    expect(await page(undefined, { waitSeconds: 1 })).toMatchObject({ messages: [] });
  });

  it('takes each nonce once', async () => {
    await proxy.introducePlatform();
    const proof = await proxy.pullProof();
    expect((await pullWith(proof)).status).toBe(200);
    expect(await pullWith(proof)).toMatchObject({ status: 401, body: { code: 'PROOF_INVALID' } });
  });

  it('takes one of two requests with the same proof at the same time', async () => {
    await proxy.introducePlatform();
    const proof = await proxy.pullProof();
    const statuses = (await Promise.all([pullWith(proof), pullWith(proof), pullWith(proof)])).map(
      ({ status }) => status,
    );
    expect(statuses.sort()).toEqual([200, 401, 401]);
  });

  it('refuses a nonce after 60 seconds', async () => {
    await proxy.introducePlatform();
    const proof = await proxy.pullProof();
    proxy.clock.advance(61_000);
    expect((await pullWith(proof)).status).toBe(401);
  });

  it('refuses other keys, origins, nonces and purposes', async () => {
    await proxy.introducePlatform();
    const nonce = () => proxy.nonce();
    const proofs = [
      await proxy.pullProof(undefined, device),
      await prove('dq0-pull', platform.identity, { origin: 'https://other.test', nonce: await nonce() }),
      await prove('dq0-pull', platform.identity, { origin: ORIGIN, nonce: 'invented' }),
      await prove('dq0-subscribe', platform.identity, { origin: ORIGIN, nonce: await nonce() }),
      await prove('dq0-pull', platform.identity, {
        origin: ORIGIN,
        nonce: await nonce(),
        issuedAt: Date.now() - 600_000,
      }),
      'not.a.proof',
      '',
    ];
    for (const proof of proofs) expect((await pullWith(proof)).status).toBe(401);
  });

  it('is not spoilt by somebody who saw the nonce', async () => {
    await proxy.introducePlatform();
    const nonce = await proxy.nonce();
    await pullWith(await prove('dq0-pull', device, { origin: ORIGIN, nonce }));
    expect((await pullWith(await prove('dq0-pull', platform.identity, { origin: ORIGIN, nonce }))).status).toBe(200);
  });

  it.each([{ limit: 0 }, { limit: 501 }, { waitSeconds: 31 }, { waitSeconds: -1 }, { limit: '5' }, { more: 1 }])(
    'refuses %j',
    async (fields) => {
      await proxy.introducePlatform();
      const answer = await proxy.postJson('/v1/platform/pull', { proof: await proxy.pullProof(), ...fields });
      expect(answer).toMatchObject({ status: 400, body: { code: 'BODY_INVALID' } });
    },
  );

  it('delivers everything to a platform whose cursor is ahead of this file', async () => {
    await proxy.introducePlatform();
    const sent = await post(2);
    const ahead = Number.MAX_SAFE_INTEGER - 1;
    expect(envelopesOf(await page(ahead))).toEqual(sent);
    expect(envelopesOf(await page())).toEqual(sent);
  });

  it('never gives a cursor twice, not even with a new file', async () => {
    await proxy.introducePlatform();
    await post(2);
    const { cursor } = await page();
    const other = await TestProxy.start(platform);
    await other.introducePlatform();
    const { envelope } = await sealRequest(device, platform);
    await other.post(envelope, device);
    expect(((await other.pull(cursor)).body as Page).messages).toMatchObject([{ envelope }]);
    await other.stop();
  });

  it('loses only the message that the disk has damaged', async () => {
    await proxy.introducePlatform();
    const sent = await post(3);
    const { handle } = proxy.running.app.get(ProxyDatabase);
    handle
      .prepare('UPDATE sealed SET envelope = replace(envelope, substr(envelope, 500, 20), ?) WHERE envelope = ?')
      .run('AAAAAAAAAAAAAAAAAAAA', sent[1]);
    expect(envelopesOf(await page())).toEqual([sent[0], sent[2]]);
    expect(proxy.logs.join('')).toContain('MESSAGE_DAMAGED');
  });

  it('still knows everything after a restart', async () => {
    await proxy.introducePlatform();
    const sent = await post(2);
    await proxy.stop(true);
    proxy = await TestProxy.start(platform, {}, proxy.folder);
    expect(envelopesOf(await page())).toEqual(sent);
    expect((await proxy.call('GET', '/v1/platform')).status).toBe(200);
  });
});

describe('the bundle', () => {
  it('is served as it was pushed, and 404 before', async () => {
    expect(await proxy.call('GET', '/v1/platform')).toMatchObject({ status: 404, body: { code: 'NO_BUNDLE_YET' } });
    const bundle = await makeBundle(platform, 7);
    expect((await proxy.push({ bundle })).status).toBe(200);
    expect((await proxy.call('GET', '/v1/platform')).body).toEqual({ bundle });
  });

  it('may be pushed again and may go up, never down', async () => {
    const bundle = await makeBundle(platform, 7);
    expect((await proxy.push({ bundle })).status).toBe(200);
    expect((await proxy.push({ bundle })).status).toBe(200);
    expect(await proxy.introducePlatform(6)).toMatchObject({ status: 409, body: { code: 'BUNDLE_STALE' } });
    expect((await proxy.introducePlatform(8)).status).toBe(200);
    expect((await proxy.call('GET', '/v1/platform')).body).not.toEqual({ bundle });
  });

  it('is refused from any other platform, and when it has expired', async () => {
    const impostor = await makePlatform();
    const push = async (bundle: string, identity: IdentityKey) =>
      proxy.postJson('/v1/platform/push', { proof: await proxy.pullProof(undefined, identity), replies: [], bundle });
    const foreign = await push(await makeBundle(impostor, 9), impostor.identity);
    expect(foreign).toMatchObject({ status: 400, body: { code: 'BUNDLE_INVALID' } });
    const old = await push(await makeBundle(platform, 9, Date.now() - 48 * 3_600_000), platform.identity);
    expect(old).toMatchObject({ status: 409, body: { code: 'BUNDLE_STALE' } });
    const replayed = await push(await makeBundle(platform, 9), impostor.identity);
    expect(replayed).toMatchObject({ status: 401 });
    expect((await proxy.call('GET', '/v1/platform')).status).toBe(404);
  });
});
