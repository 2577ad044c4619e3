import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort, reservePort, type ReservedPort } from './free-port.ts';

const held: ReservedPort[] = [];
const reserve = async (preferred: number): Promise<number> => {
  const reserved = await reservePort(preferred);
  held.push(reserved);
  return reserved.port;
};
afterEach(() => Promise.all(held.splice(0).map(({ release }) => release())));

describe('a port', () => {
  it('is given to one of two that look at the same moment', async () => {
    const [one, other] = await Promise.all([reserve(23_000), reserve(23_000)]);
    expect(one).not.toBe(other);
  });

  it('is free for its owner once it was released', async () => {
    const { port, release } = await reservePort(23_000);
    await release();
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    expect(await freePort(port)).toBeGreaterThan(port);
    await new Promise((resolve) => server.close(resolve));
  });

  it('that cannot be had anywhere is an error with a remedy', async () => {
    await expect(reservePort(65_536)).rejects.toThrow('DQ0_PROXY_PORT');
  });
});
