import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobOrder } from '@dq0/protocol';
import type { TestPlatform } from '../../test/test-platform.ts';
import { censusDefinition, TestQuarantine } from '../../test/test-quarantine.ts';

let quarantine: TestQuarantine;
let platform: TestPlatform;

beforeAll(() => TestQuarantine.buildRuntimes(), 300_000);
beforeEach(async () => {
  quarantine = new TestQuarantine({ DQ0_SERVICE_GRANT_SECONDS: '20' });
  folders.push(quarantine.folder);
  await quarantine.startRedis();
  await quarantine.spawnService();
  platform = await quarantine.platform();
  await platform.introduce();
  await platform.ingest(censusDefinition());
}, 60_000);
afterEach(async () => {
  await platform.close();
  await quarantine.close();
});
/** Of every quarantine here, so that what one leaves behind is found; others run their own beside these. */
const folders: string[] = [];
afterAll(() => expect(folders.flatMap(processesOf)).toEqual([]));

/** Ids of processes whose command line names this text. */
function processesOf(text: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((name) => read(`/proc/${name}/cmdline`).includes(text))
    .map(Number);
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Name and supervisor of the one run that has its job. */
function assigned(): { run: string; supervisor: number } {
  const runs = path.join(quarantine.config.home, 'runs');
  const run = readdirSync(runs).find((name) => read(path.join(runs, name, 'record.ndjson')).includes('assigned')) ?? '';
  const { pid } = JSON.parse(read(path.join(runs, run, 'supervisor.json'))) as { pid: number };
  return { run, supervisor: pid };
}

async function restart(): Promise<void> {
  await quarantine.killService();
  await quarantine.spawnService();
}

async function started(program: unknown): Promise<JobOrder> {
  const order = await platform.makeOrder(program);
  await platform.put(order);
  await platform.enqueue(order);
  await platform.event(order, 'picked');
  await platform.grant(order);
  await platform.event(order, 'started');
  return order;
}
const count = (order: JobOrder, type: string): number =>
  platform.events.filter((event) => event.job === order.job && event.type === type).length;

describe('a service that was killed', () => {
  it('still waits for the grant of what it had picked', async () => {
    const order = await platform.makeOrder({ do: 'sizes' });
    await platform.put(order);
    await platform.enqueue(order);
    await platform.event(order, 'picked');
    await restart();
    expect((await platform.grant(order)).status).toBe(204);
    expect(await platform.event(order, 'finished', 'failed')).toMatchObject({ type: 'finished' });
    expect(count(order, 'picked')).toBe(1);
  });

  it('takes up a job that runs, and the plugin draws its result once', async () => {
    const order = await started({ do: 'slow', seconds: 2 });
    await restart();
    const last = await platform.event(order, 'finished', 'failed');
    expect(last).toMatchObject({ type: 'finished' });
    expect(await platform.file(last)).toMatchObject({ pid: 2 });
    expect(count(order, 'started')).toBe(1);
  });

  it('finds what finished while it was away, and says it once', async () => {
    const order = await started({ do: 'slow', seconds: 1 });
    await quarantine.killService();
    await pause(2000);
    await quarantine.spawnService();
    await platform.event(order, 'finished');
    await restart();
    await pause(300);
    const again = (await platform.send('GET', '/events?after=0')).json() as { events: { type: string }[] };
    expect(again.events.filter(({ type }) => type === 'finished')).toHaveLength(1);
  });

  it('ends every attempt once, killed again and again at any point', async () => {
    const orders: JobOrder[] = [];
    for (let round = 0; round < 4; round += 1) {
      const order = await platform.makeOrder({ do: 'sizes' });
      orders.push(order);
      await platform.put(order);
      await platform.enqueue(order);
      await platform.event(order, 'picked');
      const granted = platform.grant(order).catch(() => undefined);
      await pause(round * 20);
      await quarantine.killService();
      await granted;
      await quarantine.spawnService();
      await platform.grant(order);
    }
    for (const order of orders) {
      expect(await platform.event(order, 'finished', 'failed')).toMatchObject({ type: 'finished' });
    }
    const all = (await platform.send('GET', '/events?after=0')).json() as { events: { type: string; job: string }[] };
    for (const { job } of orders) {
      expect(all.events.filter((event) => event.job === job && event.type === 'started')).toHaveLength(1);
      expect(all.events.filter((event) => event.job === job && event.type === 'finished')).toHaveLength(1);
    }
  }, 90_000);
});

describe('a job whose processes are killed', () => {
  it('fails when its supervisor dies, and the plugin dies with it', async () => {
    const order = await started({ do: 'slow', seconds: 30 });
    const { run, supervisor } = assigned();
    expect(processesOf(run).length).toBeGreaterThan(2);
    process.kill(supervisor, 'SIGKILL');
    expect(await platform.event(order, 'failed')).toMatchObject({ reason: 'The supervisor of the job ended.' });
    await expect.poll(() => processesOf(run)).toEqual([]);
  });

  it('fails when the plugin dies', async () => {
    const order = await started({ do: 'slow', seconds: 30 });
    const pid = assigned().supervisor;
    const child = Number(read(`/proc/${pid}/task/${pid}/children`).trim().split(' ')[0]);
    process.kill(child, 'SIGKILL');
    expect(await platform.event(order, 'failed')).toMatchObject({
      reason: expect.stringContaining('signal 9') as string,
    });
  });

  it('is stopped and forgotten when the platform says so', async () => {
    const order = await started({ do: 'slow', seconds: 30 });
    const pid = assigned().supervisor;
    expect((await platform.send('DELETE', `/jobs/${order.job}/1`)).status).toBe(204);
    expect(existsSync(`/proc/${pid}`)).toBe(false);
    expect((await platform.send('GET', '/jobs')).json()).toEqual({ jobs: [] });
    expect((await platform.put(order)).status).toBe(410);
  });
});

describe('a queue that is lost', () => {
  it('does not keep plans from being answered, and jobs run when it is back', async () => {
    await quarantine.stopRedis();
    const plan = await platform.send('POST', '/plans', { plugin: 'probe', request: { arguments: { a: 1 } } });
    expect(plan.json()).toMatchObject({ echo: { a: 1 } });
    await quarantine.startRedis();
    const { last } = await platform.run({ do: 'sizes' });
    expect(last).toMatchObject({ type: 'finished' });
  });

  it('loses no attempt that was picked from it', async () => {
    const order = await started({ do: 'slow', seconds: 1 });
    await quarantine.stopRedis();
    await quarantine.startRedis();
    expect(await platform.event(order, 'finished', 'failed')).toMatchObject({ type: 'finished' });
    await platform.enqueue(order);
    await pause(300);
    expect(count(order, 'picked')).toBe(1);
  });
});
