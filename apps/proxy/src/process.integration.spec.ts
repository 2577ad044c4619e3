import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentityKey } from '@dq0/encryption';
import Database from 'better-sqlite3';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build, BuiltProxy, freePort } from '../testing/built-proxy.ts';

let platform: string;
let folder: string;
let environment: Record<string, string>;
const started: BuiltProxy[] = [];

beforeAll(async () => {
  build();
  platform = (await generateIdentityKey()).thumbprint;
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dq0-process-'));
  environment = {
    DQ0_PROXY_PORT: String(await freePort()),
    DQ0_PROXY_DATABASE: join(folder, 'proxy.sqlite'),
    DQ0_PROXY_PLATFORM: platform,
  };
});
afterEach(async () => {
  for (const proxy of started.splice(0)) await proxy.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function run(words: readonly string[] = [], more: Record<string, string> = {}): BuiltProxy {
  const proxy = new BuiltProxy({ ...environment, ...more }, words);
  started.push(proxy);
  return proxy;
}
const migrate = () => run(['migrate']).ended;

describe('the proxy process', () => {
  it('migrates, says when it is ready and stops when told, with a clean exit', async () => {
    expect(await migrate()).toMatchObject({ code: 0, stdout: '{"migrated":["first schema"]}\n' });
    expect(await migrate()).toMatchObject({ code: 0, stdout: '{"migrated":[]}\n' });
    const proxy = run();
    const origin = `http://127.0.0.1:${environment['DQ0_PROXY_PORT']}`;
    expect(await proxy.ready()).toEqual({ ready: true, origin, pid: proxy.child.pid });
    expect((await fetch(`${origin}/v1/health`)).status).toBe(200);
    expect((await proxy.kill('SIGTERM')).code).toBe(0);
  });

  it('stops in time although a client hangs in the middle of a request', async () => {
    await migrate();
    const proxy = run();
    const { origin } = (await proxy.ready()) as { origin: string };
    const stalled = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"envelope":"')),
    });
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST', body: stalled, duplex: 'half', headers };
    const hanging = fetch(`${origin}/v1/messages`, request);
    hanging.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const began = performance.now();
    expect((await proxy.kill('SIGTERM')).code).toBe(0);
    expect(performance.now() - began).toBeLessThan(6000);
  });

  it('refuses a file that was never migrated, and a newer one, with the way out', async () => {
    expect(await run().ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Run: node dist/main.js migrate') as string,
    });
    await migrate();
    const database = new Database(environment['DQ0_PROXY_DATABASE'] ?? '');
    database.prepare(`INSERT INTO schema_version VALUES (99, 'later', '')`).run();
    database.close();
    expect(await run().ended).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Start the newer program') as string,
    });
    expect((await migrate()).code).toBe(1);
  });

  it('explains a taken port, a missing folder and a damaged file', async () => {
    await migrate();
    const server: Server = createServer();
    await new Promise<void>((resolve) => server.listen(Number(environment['DQ0_PROXY_PORT']), '127.0.0.1', resolve));
    const taken = await run().ended;
    expect(taken).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('set DQ0_PROXY_PORT to a free port') as string,
    });
    await new Promise((resolve) => server.close(resolve));
    const nowhere = await run(['migrate'], { DQ0_PROXY_DATABASE: join(folder, 'none', 'proxy.sqlite') }).ended;
    expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringMatching(/folder|directory/i) as string });
    writeFileSync(join(folder, 'bad.sqlite'), 'this is not a database, whatever its name says'.repeat(100));
    const damaged = await run([], { DQ0_PROXY_DATABASE: join(folder, 'bad.sqlite') }).ended;
    expect(damaged).toMatchObject({ code: 1, stderr: expect.stringContaining('Restore a backup') as string });
  });

  it.each([
    [{ DQ0_PROXY_PORT: '99999' }, 'DQ0_PROXY_PORT is not valid'],
    [{ DQ0_PROXY_PLATFORM: '' }, 'DQ0_PROXY_PLATFORM is not set'],
    [{ DQ0_PROXY_ORIGIN: 'proxy.example.org/path' }, 'Example: DQ0_PROXY_ORIGIN=https://proxy.example.org'],
    [{ DQ0_PROXY_RATE_SENDER: '-1' }, 'messages a second, 0 for no limit'],
  ])('refuses the setting %j', async (wrong, text) => {
    const ended = await run([], wrong).ended;
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(text) as string });
  });

  it('refuses words that it does not know', async () => {
    expect(await run(['migrat']).ended).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage:') as string });
  });

  it('prints no stack on any of these ways out', async () => {
    expect((await run().ended).stderr.split('\n').filter((line) => line.startsWith('    at '))).toEqual([]);
  });
});
