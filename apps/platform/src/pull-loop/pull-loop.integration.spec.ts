import { afterEach, describe, expect, it } from 'vitest';
import { LoopbackProxy } from '../../testing/loopback-proxy.ts';
import { TestPlatform } from '../../testing/test-platform.ts';
import { PullLoop } from './pull-loop.service.ts';

let platform: TestPlatform | undefined;

afterEach(async () => {
  await platform?.remove();
  platform = undefined;
});

async function start(...proxies: LoopbackProxy[]): Promise<TestPlatform> {
  platform = await TestPlatform.start({ proxies });
  return platform;
}

describe('polling a proxy', () => {
  it('acknowledges only what is durable in the inbox', async () => {
    const proxy = new LoopbackProxy();
    const { device, token } = await (await start(proxy)).admin();
    const before = proxy.acknowledged.at(-1) ?? 0;
    await platform?.ask(device, 'user.whoami', {}, { token });
    await expect.poll(() => proxy.acknowledged.at(-1)).toBeGreaterThan(before);
    expect(proxy.messages).toEqual([]);
    const cursor = platform?.read((reading) =>
      reading.get<{ cursor: number }>('SELECT cursor FROM proxy_cursors WHERE origin = @origin', {
        origin: proxy.origin,
      }),
    );
    expect(cursor?.cursor).toBe(proxy.acknowledged.at(-1));
  });

  it('keeps one poll open, and answers while it is held', async () => {
    const proxy = new LoopbackProxy();
    const { device, token } = await (await start(proxy)).admin();
    for (let round = 0; round < 20; round += 1) {
      await platform?.ask(device, 'user.whoami', {}, { token });
      // Nothing new arrives, so this poll stays: the answer did not wait for its end.
      await expect.poll(() => proxy.polling).toBe(1);
    }
  });

  it('measures the way to the proxy, not how long the proxy was asked to wait', async () => {
    const proxy = new LoopbackProxy();
    const { running, clock } = await start(proxy);
    await expect.poll(() => proxy.polling).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 800));
    clock.advance({ ms: 800 });
    proxy.post();
    const heard = () => running?.context.get(PullLoop).health[0]?.heard;
    await expect.poll(() => heard()?.at).toBe(clock.now().getTime());
    expect(heard()?.roundTripMs).toBeLessThan(800);
  });

  it('does every message once when the proxy delivers all of them for ever', async () => {
    const proxy = new LoopbackProxy();
    await start(proxy);
    proxy.deliverTwice = true;
    const { device, token } = (await platform?.admin()) ?? expect.fail();
    await platform?.ask(device, 'user.whoami', {}, { token });
    const rows = platform?.read((reading) => reading.all(`SELECT audit_id FROM audit WHERE action LIKE 'user:%'`));
    expect(rows).toHaveLength(4);
    expect(platform?.mails('admin@example.org')).toHaveLength(1);
  });

  it('comes back by itself when the proxy was away', async () => {
    const proxy = new LoopbackProxy();
    const { device, token } = await (await start(proxy)).admin();
    proxy.down = true;
    proxy.post();
    await expect.poll(() => platform?.log.some(({ event }) => event === 'PULL_FAILED')).toBe(true);
    proxy.down = false;
    expect(await platform?.ask(device, 'user.whoami', {}, { token })).toMatchObject({ email: 'admin@example.org' });
  });

  it('introduces itself anew to a proxy that has lost everything', async () => {
    const proxy = new LoopbackProxy();
    await start(proxy);
    proxy.bundle = undefined;
    proxy.post();
    await expect.poll(() => proxy.bundle, { timeout: 10_000 }).toBeDefined();
  });

  it('starts without any proxy answering, and says so', async () => {
    const proxy = new LoopbackProxy();
    proxy.down = true;
    await start(proxy);
    expect(platform?.running?.proxies).toEqual({ configured: 1, reachable: 0 });
  });
});

describe('several proxies', () => {
  it('are each answered by the one that carried the request', async () => {
    const [first, second] = [new LoopbackProxy('http://one.test'), new LoopbackProxy('http://two.test')];
    const { device, token } = await (await start(first, second)).admin();
    expect(platform?.running?.proxies).toEqual({ configured: 2, reachable: 2 });
    first.replies.clear();
    const reply = await platform?.call(device, 'user.whoami', {}, { token }, second);
    expect(reply?.ok).toBe(true);
    expect(first.replies.size).toBe(0);
  });

  it('take over replies of one that went away', async () => {
    const [first, second] = [new LoopbackProxy('http://one.test'), new LoopbackProxy('http://two.test')];
    const { device, token } = await (await start(first, second)).admin();
    const bundle = await first.content(platform!.clock.now());
    const request = await device.seal(bundle, 'user.whoami', {}, { token });
    first.deaf = true;
    first.post(request.envelope);
    await expect
      .poll(() => platform?.read((reading) => reading.get('SELECT 1 FROM outbox WHERE id = @id', { id: request.id })))
      .toBeDefined();
    platform?.clock.advance({ minutes: 1 });
    expect((await device.open(bundle, request, await second.reply(device.thumbprint, request.id, 15_000))).ok).toBe(
      true,
    );
  });

  it('give the same bytes when a client fails over with the same request', async () => {
    const [first, second] = [new LoopbackProxy('http://one.test'), new LoopbackProxy('http://two.test')];
    const { device, token } = await (await start(first, second)).admin();
    const bundle = await first.content(platform!.clock.now());
    const request = await device.seal(bundle, 'user.whoami', {}, { token });
    first.post(request.envelope);
    const reply = await first.reply(device.thumbprint, request.id);
    second.post(request.envelope);
    expect(await second.reply(device.thumbprint, request.id)).toBe(reply);
  });
});

describe('a restart', () => {
  it('answers what was accepted and not answered, and seals what was left plain', async () => {
    const proxy = new LoopbackProxy();
    const { device, token } = await (await start(proxy)).admin();
    const bundle = await proxy.content(platform!.clock.now());
    await platform?.down();
    const requests = await Promise.all(
      Array.from({ length: 20 }, () => device.seal(bundle, 'user.whoami', {}, { token })),
    );
    proxy.post(...requests.map(({ envelope }) => envelope));
    await platform?.up();
    for (const request of requests) {
      const reply = await proxy.reply(device.thumbprint, request.id);
      expect((await device.open(bundle, request, reply)).ok).toBe(true);
    }
  });
});
