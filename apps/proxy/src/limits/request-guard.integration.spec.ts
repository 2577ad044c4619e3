import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makePlatform } from '../../testing/parties.ts';
import { TestProxy } from '../../testing/running-proxy.ts';
import { Limits } from './limits.ts';

let proxy: TestProxy;

beforeAll(async () => {
  proxy = await TestProxy.start(await makePlatform(), { DQ0_PROXY_INFLIGHT_BYTES: String(4 * 1024 * 1024) });
});
afterAll(() => proxy.stop());

/** What the proxy answers to these bytes; `open` leaves the request unfinished. */
function raw(text: string): { answer: Promise<string>; end: () => void } {
  const socket = connect(proxy.port, '127.0.0.1', () => socket.write(text));
  let received = '';
  const answer = new Promise<string>((resolve) => {
    socket.on('data', (data) => {
      received += data.toString();
      if (received.includes('\r\n\r\n{')) resolve(received);
    });
    socket.on('close', () => resolve(received));
    socket.on('error', () => resolve(received));
  });
  return { answer, end: () => socket.destroy() };
}

describe('every answer', () => {
  it.each([
    ['GET', '/v1/platform', 404],
    ['GET', '/v1/health', 200],
    ['GET', '/nothing/here', 404],
    ['DELETE', '/v1/messages', 404],
    ['GET', '/%ff', 400],
    ['GET', `/v1/registrations/confirm/${'a'.repeat(129)}`, 400],
    ['POST', '/v1/messages', 400],
    ['POST', '/v1/platform/pull', 400],
    ['POST', '/v1/platform/push', 400],
    ['GET', '/v1/messages/x/reply', 401],
    ['GET', '/v1/messages/x%2Fy/reply', 400],
    ['GET', '/v1/messages/%00/reply', 400],
  ])('carries a fresh nonce: %s %s', async (method, path, status) => {
    const answer = await proxy.call(method, path);
    expect(answer.status).toBe(status);
    expect(answer.nonce).toMatch(/^[\w-]{22}$/);
    expect((await proxy.call(method, path)).nonce).not.toBe(answer.nonce);
  });

  it('is a problem with a nonce also for bytes that are not HTTP', async () => {
    const { answer } = raw('GARBAGE\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1\.1 400 .*dq0-nonce: [\w-]{22}\r\n.*"code":"METHOD_UNKNOWN"/s);
  });

  it('is a problem for headers over the limit', async () => {
    const answer = await raw(`GET /v1/health HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`).answer;
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d .*"code"/s);
  });
});

describe('request bodies', () => {
  const head = (length: number) =>
    `POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n{`;

  it('of another type are refused', async () => {
    const answer = await proxy.call('POST', '/v1/messages', { body: '<a/>', headers: { 'content-type': 'text/xml' } });
    expect(answer).toMatchObject({ status: 415, body: { code: 'CONTENT_TYPE' } });
  });

  it('that announce too much are refused before they are read', async () => {
    expect(await raw(head(2_000_000)).answer).toContain('"code":"BODY_TOO_LARGE"');
  });

  it('count against the memory while they arrive, and no longer', async () => {
    const { memory } = proxy.running.app.get(Limits);
    const slow = raw(head(1_000_000));
    await vi.waitFor(() => expect(memory.held).toBe(1_000_000));
    const second = await raw(head(1_000_000)).answer;
    expect(second).toMatch(/^HTTP\/1\.1 503 .*retry-after: 1.*"code":"BUSY"/s);
    expect((await proxy.call('GET', '/v1/health')).status).toBe(200);
    slow.end();
    await vi.waitFor(() => expect(memory.held).toBe(0));
  });
});
