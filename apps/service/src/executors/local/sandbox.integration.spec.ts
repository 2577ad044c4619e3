import 'reflect-metadata';
import { createServer, type Server } from 'node:net';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPlatform } from '../../../test/test-platform.ts';
import { censusDefinition, TestQuarantine } from '../../../test/test-quarantine.ts';

let folder: string;
let servers: Server[];
let target: Record<string, unknown>;

beforeAll(async () => {
  await TestQuarantine.buildRuntimes();
  folder = mkdtempSync(path.join(tmpdir(), 'dq0-host-'));
  writeFileSync(path.join(folder, 'file'), 'of the host', { mode: 0o644 });
  const socket = path.join(folder, 'socket');
  servers = [createServer(), createServer()];
  await new Promise<void>((resolve) => servers[0]!.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => servers[1]!.listen(socket, resolve));
  const { port } = servers[0]!.address() as { port: number };
  target = { port, socket, pid: process.pid, file: path.join(folder, 'file') };
}, 300_000);
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

async function withService(
  changes: Record<string, string>,
  work: (platform: TestPlatform, quarantine: TestQuarantine) => Promise<void>,
): Promise<void> {
  const quarantine = new TestQuarantine(changes);
  await quarantine.startRedis();
  await quarantine.startService();
  const platform = await quarantine.platform();
  try {
    await platform.introduce();
    await work(platform, quarantine);
  } finally {
    await platform.close();
    await quarantine.close();
  }
}

describe('a plugin in its sandbox', () => {
  it('reaches no network, no other file, no other process, and gains no right', () =>
    withService({}, async (platform) => {
      await platform.ingest(censusDefinition());
      const { last } = await platform.run({ do: 'breakout', ...target });
      const outcomes = (await platform.file(last)) as Record<string, string>;
      const done = Object.entries(outcomes).filter(([, outcome]) => !outcome.startsWith('refused'));
      expect(done).toEqual([]);
      expect(Object.keys(outcomes).length).toBeGreaterThan(14);
    }));

  it('would reach them without one, which is why only sample data may be read there (control)', () =>
    withService({ DQ0_BWRAP: '/nonexistent', DQ0_SERVICE_SAMPLE_ONLY: 'census' }, async (platform) => {
      expect((await platform.send('GET', '/identity')).json()).toMatchObject({ sandbox: 'none' });
      await platform.ingest(censusDefinition());
      // Only what harms nobody when it succeeds.
      const only = ['network', 'unix socket of the host', 'netlink', 'file of the host', 'signal to the host'];
      const { order, last } = await platform.run({ do: 'breakout', only, ...target });
      const outcomes = (await platform.file(last)) as Record<string, string>;
      expect(outcomes).toEqual(Object.fromEntries(only.map((deed) => [deed, 'done'])));
      const started = platform.events.find((event) => event.job === order.job && event.type === 'started');
      expect(started).toMatchObject({ sandbox: 'none' });
    }));

  it('is needed for real data: without one they are neither read nor ordered', () =>
    withService({ DQ0_BWRAP: '/nonexistent', DQ0_SERVICE_SAMPLE_ONLY: 'census' }, async (platform) => {
      const answer = await platform.ingest({ ...censusDefinition(), name: 'patients' });
      expect([answer.status, answer.json()]).toMatchObject([403, { code: 'SANDBOX_MISSING' }]);
      const order = await platform.makeOrder({ do: 'sizes' }, { dataset: 'patients' });
      const ordered = await platform.put({ ...order, plan: { ...order.plan, dataset: 'patients' } });
      expect([ordered.status, ordered.json()]).toMatchObject([403, { code: 'SANDBOX_MISSING' }]);
    }));
});

describe('what a plugin cannot do to a job', () => {
  let quarantine: TestQuarantine;
  let platform: TestPlatform;
  beforeAll(async () => {
    quarantine = new TestQuarantine();
    await quarantine.startRedis();
    await quarantine.startService();
    platform = await quarantine.platform();
    await platform.introduce();
    await platform.ingest(censusDefinition());
  }, 60_000);
  afterAll(async () => {
    await platform.close();
    await quarantine.close();
  });

  it.each([
    ['memory', /limit of memory|signal|exit/],
    ['disk', /limit of (disk|files)|signal|exit/],
    ['processes', /limit of processes/],
    ['flood', /broke the protocol/],
    ['lie', /differs from its digest/],
    ['crash', /exit 1, ValueError/],
  ])('%s ends it with a reason and nothing else', async (deed, reason) => {
    const { last } = await platform.run({ do: deed });
    expect(last).toMatchObject({ type: 'failed', reason: expect.stringMatching(reason) as string });
    expect(JSON.stringify(last)).not.toContain('4711');
  });

  it('a link as output is not followed', async () => {
    const { last } = await platform.run({ do: 'link', target: '/etc/passwd' });
    expect(last).toMatchObject({ type: 'failed', reason: expect.stringContaining('missing or a link') as string });
  });

  it('more wall time than ordered is not given', async () => {
    const limits = { wallSeconds: 1, memoryMiB: 128, diskMiB: 8 };
    const { last } = await platform.run({ do: 'slow', seconds: 30 }, { limits });
    expect(last).toMatchObject({ type: 'failed', reason: expect.stringContaining('wall time') as string });
  });

  it('processes it leaves behind end with it', async () => {
    const { last } = await platform.run({ do: 'outlive' });
    expect(await platform.file(last)).toEqual({ ok: true });
  });
});
