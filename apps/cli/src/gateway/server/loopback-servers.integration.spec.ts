import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { LoopbackServers } from './loopback-servers.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const servers = (): LoopbackServers => {
  const made = new LoopbackServers(
    {},
    (_, response) => response.end('here'),
    () => undefined,
  );
  opened.push({ close: () => made.close(100) });
  return made;
};

/** Another program on one loopback address. */
async function other(host: string, port = 0): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen({ host, port, ipv6Only: true }, () => resolve()));
  opened.push({ close: () => new Promise((resolve) => server.close(resolve)) });
  return (server.address() as { port: number }).port;
}

describe('the servers on loopback', () => {
  it('are one port on both addresses', async () => {
    const both = servers();
    await both.listen({ port: 0, orNext: false });
    expect(both.addresses).toEqual(['127.0.0.1', '::1']);
    for (const host of ['127.0.0.1', '[::1]']) {
      expect(await (await fetch(`http://${host}:${both.port}/`)).text()).toBe('here');
    }
  });

  it('try the one that they had first, and leave those of others alone', async () => {
    const [taken, had] = [await other('127.0.0.1'), servers()];
    await had.listen({ port: 0, orNext: false });
    const { port: first } = had;
    await had.close(0);
    const again = servers();
    await again.listen({ port: taken, orNext: true, first });
    expect(again.port).toBe(first);
    const next = servers();
    await next.listen({ port: taken, orNext: true, first, others: [taken + 1, taken + 2] });
    expect(next.port).toBeGreaterThan(taken + 2);
  });

  it.each(['127.0.0.1', '::1'])('do not start where another program has %s', async (host) => {
    const port = await other(host);
    await expect(servers().listen({ port, orNext: false })).rejects.toThrow('not free');
    const next = servers();
    await next.listen({ port, orNext: true });
    expect(next.port).toBeGreaterThan(port);
    expect(next.addresses).toHaveLength(2);
  });
});
