import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentityKey, type IdentityKey } from '@dq0/encryption';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build, BuiltProxy, freePort } from '../../testing/built-proxy.ts';
import { makeBundle, makePlatform, prove, sealRequest, type TestPlatform } from '../../testing/parties.ts';

interface Page {
  readonly cursor: number;
  readonly messages: { readonly envelope: string }[];
}

/** A store that answers before its commit: the mistake that these tests are there to catch. */
const acknowledgesBeforeCommit = `
import { GroupCommit } from '@dq0/node/sqlite';
const commit = GroupCommit.prototype.enqueue;
GroupCommit.prototype.enqueue = function (work) {
  setTimeout(() => commit.call(this, work), 200);
  return Promise.resolve('stored');
};`;

let platform: TestPlatform;
let device: IdentityKey;
let folder: string;
let origin: string;
let environment: Record<string, string>;
const started: BuiltProxy[] = [];

beforeAll(async () => {
  build();
  [platform, device] = await Promise.all([makePlatform(), generateIdentityKey()]);
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dq0-kill-'));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  environment = {
    DQ0_PROXY_PORT: String(port),
    DQ0_PROXY_DATABASE: join(folder, 'proxy.sqlite'),
    DQ0_PROXY_PLATFORM: platform.identity.thumbprint,
    DQ0_PROXY_RATE_SENDER: '0',
    DQ0_PROXY_RATE_ADDRESS: '0',
  };
  await new BuiltProxy(environment, ['migrate']).ended;
});
afterEach(async () => {
  for (const proxy of started.splice(0)) await proxy.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

async function start(before?: string): Promise<BuiltProxy> {
  const proxy = new BuiltProxy(environment, [], before);
  started.push(proxy);
  await proxy.ready();
  return proxy;
}

function postJson(path: string, body: unknown): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Posts from eight places at once until the proxy is killed, and returns what it had acknowledged by then. */
async function postUntilKilled(proxy: BuiltProxy, after: number): Promise<string[]> {
  const sealed = await Promise.all(Array.from({ length: 400 }, () => sealRequest(device, platform)));
  const acknowledged: string[] = [];
  const poster = async (): Promise<void> => {
    for (let next = sealed.pop(); next !== undefined; next = sealed.pop()) {
      const answer = await postJson('/v1/messages', { envelope: next.envelope, key: device.publicJwk });
      if (answer.status === 202) acknowledged.push(next.envelope);
      if (acknowledged.length >= after) proxy.child.kill('SIGKILL');
    }
  };
  await Promise.allSettled(Array.from({ length: 8 }, poster));
  await proxy.kill('SIGKILL');
  return acknowledged;
}

async function platformCall(path: string, cursor: number | undefined, more: object): Promise<Response> {
  const nonce = (await fetch(`${origin}/v1/platform`)).headers.get('dq0-nonce') ?? '';
  const proof = await prove('dq0-pull', platform.identity, { origin, nonce, cursor });
  return postJson(path, { proof, ...more });
}

async function pullEverything(): Promise<string[]> {
  await platformCall('/v1/platform/push', undefined, { replies: [], bundle: await makeBundle(platform, 1) });
  const all: string[] = [];
  for (let cursor: number | undefined; ;) {
    const page = (await (
      await platformCall('/v1/platform/pull', cursor, { limit: 500, waitSeconds: 0 })
    ).json()) as Page;
    if (page.messages.length === 0) return all;
    all.push(...page.messages.map(({ envelope }) => envelope));
    cursor = page.cursor;
  }
}

describe('a proxy that is killed while it takes messages', () => {
  it.each([20, 90, 170])(
    'delivers after its restart all that it acknowledged, once (killed after %i)',
    async (after) => {
      const acknowledged = await postUntilKilled(await start(), after);
      await start();
      const delivered = await pullEverything();
      expect(acknowledged.length).toBeGreaterThanOrEqual(after);
      expect(acknowledged.filter((envelope) => !delivered.includes(envelope))).toEqual([]);
      expect(new Set(delivered).size).toBe(delivered.length);
    },
  );

  it('is caught when it acknowledges before its commit (control of the test above)', async () => {
    const acknowledged = await postUntilKilled(await start(acknowledgesBeforeCommit), 20);
    await start();
    const delivered = await pullEverything();
    expect(acknowledged.filter((envelope) => !delivered.includes(envelope))).not.toEqual([]);
  });
});
