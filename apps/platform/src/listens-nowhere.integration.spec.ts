import { createServer, Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestPlatform } from '../testing/test-platform.ts';

/** Servers of this process, TCP or Unix socket. */
function listening(): Server[] {
  const handles = (process as unknown as { _getActiveHandles: () => unknown[] })._getActiveHandles();
  return handles.filter((handle): handle is Server => handle instanceof Server && handle.listening);
}

describe('the platform', () => {
  let platform: TestPlatform;
  const before = listening().length;

  beforeAll(async () => {
    platform = await TestPlatform.start();
  });
  afterAll(() => platform.remove());

  it('opens no listening socket, not even while it answers', async () => {
    const { device, token } = await platform.admin();
    const asking = platform.ask(device, 'user.whoami', {}, { token });
    expect(listening()).toHaveLength(before);
    await asking;
    expect(listening()).toHaveLength(before);
  });

  it('would be found out if it did: the positive control', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    expect(listening()).toHaveLength(before + 1);
    server.close();
  });
});
