import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJsonBody, requestOverUnixSocket } from './index.ts';

let folder: string;
let server: Server | undefined;
const socketPath = () => join(folder, 's.sock');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dq0-http-'));
});
afterEach(async () => {
  await stop();
  rmSync(folder, { recursive: true });
});

function serve(listener: RequestListener): Promise<void> {
  const started = createServer(listener);
  server = started;
  return new Promise((resolve) => started.listen(socketPath(), resolve));
}
async function stop(): Promise<void> {
  const running = server;
  server = undefined;
  running?.closeAllConnections();
  if (running) await new Promise((resolve) => running.close(resolve));
}
const get = (more: object = {}) =>
  requestOverUnixSocket({ socketPath: socketPath(), method: 'GET', path: '/x', ...more });

describe('requestOverUnixSocket', () => {
  it('sends JSON and headers and returns status and body', async () => {
    await serve((request, response) => {
      void readJsonBody(request, 1000).then((body) => {
        response.writeHead(201, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({ body, method: request.method, url: request.url, token: request.headers['x-token'] }),
        );
      });
    });
    const answer = await get({ method: 'PUT', body: { a: 1 }, headers: { 'x-token': 't' } });
    expect(answer.status).toBe(201);
    expect(answer.json()).toEqual({ body: { a: 1 }, method: 'PUT', url: '/x', token: 't' });
  });

  it('keeps its connection, and survives a server that came back meanwhile', async () => {
    const sockets = new Set<unknown>();
    const listener: RequestListener = (request, response) => {
      sockets.add(request.socket);
      response.end('{}');
    };
    await serve(listener);
    await get();
    await get();
    expect(sockets.size).toBe(1);
    await stop();
    await serve(listener);
    expect((await get()).status).toBe(200);
  });

  it('says when nobody listens, and that nothing was sent', async () => {
    await expect(get()).rejects.toMatchObject({ code: 'SOCKET_UNREACHABLE', sent: false });
  });

  it('gives up a slow answer, and on demand', async () => {
    await serve(() => undefined);
    await expect(get({ timeoutMs: 100 })).rejects.toMatchObject({ code: 'SOCKET_TIMEOUT', sent: true });
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await expect(get({ signal: controller.signal })).rejects.toMatchObject({ code: 'SOCKET_ABORTED' });
  });

  it('never holds more than it was told to', async () => {
    await serve((_request, response) => response.end('x'.repeat(2000)));
    await expect(get({ maxBytes: 1000 })).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' });
  });

  it('refuses an answer that is not JSON without quoting it', async () => {
    await serve((_request, response) => response.end('{"secret": tru'));
    const answer = await get();
    expect(() => answer.json()).toThrow('not JSON');
    expect(() => answer.json()).not.toThrow('secret');
  });
});
