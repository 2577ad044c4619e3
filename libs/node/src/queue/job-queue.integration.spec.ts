import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker, type RedisOptions } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  BullmqJobQueue,
  createQueue,
  createWorker,
  InMemoryJobQueue,
  redisConnection,
  type JobQueue,
  type QueuedJob,
} from './index.ts';

type Processor = (queued: QueuedJob) => Promise<void>;
interface Harness {
  readonly queue: JobQueue & { waiting(): Promise<readonly QueuedJob[]> };
  work(process: Processor): void;
  close(): Promise<void>;
}

let redis: ChildProcess;
let folder: string;
let connection: RedisOptions;
let names = 0;
const silent = () => undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dq0-redis-'));
  const socket = join(folder, 'redis.sock');
  const options = [
    '--port',
    '0',
    '--unixsocket',
    socket,
    '--dir',
    folder,
    '--save',
    '',
    '--maxmemory-policy',
    'noeviction',
  ];
  redis = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    redis.once('error', reject).once('exit', () => reject(new Error('redis-server did not start.')));
    redis.stdout?.on('data', (data: Buffer) => data.includes('eady to accept connections') && resolve());
  });
  connection = redisConnection(`unix:${socket}`);
});
afterAll(async () => {
  const ended = new Promise((resolve) => redis.once('exit', resolve));
  redis.kill('SIGKILL');
  await ended;
  rmSync(folder, { recursive: true });
});

function bullmq(): Harness {
  const name = `contract-${++names}`;
  const queue = new BullmqJobQueue(createQueue(name, connection, silent));
  const workers: { close(force?: boolean): Promise<void> }[] = [];
  return {
    queue,
    work: (process) => void workers.push(createWorker({ name, connection, onError: silent }, process)),
    close: async () => {
      for (const worker of workers) await worker.close(true);
      await queue.close();
    },
  };
}

function inMemory(): Harness {
  const queue = new InMemoryJobQueue();
  return { queue, work: (process) => queue.work(process), close: () => queue.close() };
}

describe.each([
  ['BullMQ', bullmq],
  ['in memory', inMemory],
])('every job queue: %s', (_name, open) => {
  const run = (test: (harness: Harness) => Promise<void>) => async () => {
    const harness = open();
    try {
      await test(harness);
    } finally {
      await harness.close();
    }
  };

  it(
    'carries job and attempt, once, however often they are added',
    run(async ({ queue }) => {
      await queue.add({ job: 'a', attempt: 1 });
      await queue.add({ job: 'a', attempt: 1 });
      await queue.add({ job: 'a', attempt: 2 });
      const waiting = await queue.waiting();
      expect([...waiting].sort((left, right) => left.attempt - right.attempt)).toEqual([
        { job: 'a', attempt: 1 },
        { job: 'a', attempt: 2 },
      ]);
    }),
  );

  it(
    'takes back what waits and says whether it did',
    run(async ({ queue }) => {
      await queue.add({ job: 'a', attempt: 1 });
      expect(await queue.remove({ job: 'a', attempt: 1 })).toBe(true);
      expect(await queue.remove({ job: 'a', attempt: 1 })).toBe(false);
      expect(await queue.waiting()).toEqual([]);
    }),
  );

  it(
    'gives each attempt to a worker once, also one that fails',
    run(async ({ queue, work }) => {
      const seen: string[] = [];
      work((queued) => {
        seen.push(queued.job);
        return queued.job === 'bad' ? Promise.reject(new Error('failed')) : Promise.resolve();
      });
      for (const job of ['a', 'bad', 'b']) await queue.add({ job, attempt: 1 });
      await vi.waitFor(() => expect(seen).toContain('b'), 5000);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(seen).toEqual(['a', 'bad', 'b']);
    }),
  );

  it(
    'does not run an attempt twice that is added again while it runs, nor takes it back',
    run(async ({ queue, work }) => {
      let starts = 0;
      const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
      work(() => {
        starts += 1;
        return gate.then();
      });
      await queue.add({ job: 'a', attempt: 1 });
      await vi.waitFor(() => expect(starts).toBe(1), 5000);
      await queue.add({ job: 'a', attempt: 1 });
      expect(await queue.remove({ job: 'a', attempt: 1 })).toBe(false);
      open(undefined);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(starts).toBe(1);
    }),
  );

  it(
    'forgets what has ended, so that the reconciler may add it again',
    run(async ({ queue, work }) => {
      let starts = 0;
      work(() => Promise.resolve(void (starts += 1)));
      await queue.add({ job: 'a', attempt: 1 });
      await vi.waitFor(() => expect(starts).toBe(1), 5000);
      await vi.waitFor(async () => {
        await queue.add({ job: 'a', attempt: 1 });
        expect(starts).toBe(2);
      }, 5000);
    }),
  );
});

describe.concurrent('BullMQ with a worker that vanished', () => {
  /** A worker that takes an attempt and is cut off without finishing: its lock runs out, its attempt stalls. */
  async function vanish(name: string, queue: BullmqJobQueue): Promise<void> {
    const lost = new Worker<QueuedJob>(name, null, {
      connection,
      skipVersionCheck: true,
      lockDuration: 300,
      maxStalledCount: 0,
    });
    await lost.waitUntilReady();
    await queue.add({ job: 'a', attempt: 1 });
    expect(await lost.getNextJob('token')).toBeDefined();
    await lost.close(true);
  }
  const settle = () => new Promise((resolve) => setTimeout(resolve, 6000));

  it('never repeats its attempt', async ({ expect }) => {
    const name = `stalled-${++names}`;
    const queue = new BullmqJobQueue(createQueue(name, connection, silent));
    let starts = 0;
    await vanish(name, queue);
    const worker = createWorker({ name, connection, onError: silent }, () => Promise.resolve(void (starts += 1)));
    await settle();
    await worker.close(true);
    await queue.close();
    expect(starts).toBe(0);
  });

  it("would repeat it with BullMQ's own settings (control of the test above)", async ({ expect }) => {
    const name = `stalled-${++names}`;
    const queue = new BullmqJobQueue(createQueue(name, connection, silent));
    let starts = 0;
    await vanish(name, queue);
    const worker = new Worker(name, () => Promise.resolve(void (starts += 1)), {
      connection,
      skipVersionCheck: true,
      stalledInterval: 2000,
    });
    await settle();
    await worker.close(true);
    await queue.close();
    expect(starts).toBe(1);
  });
});

describe('BullMQ without Redis', () => {
  it('says that the queue cannot be reached instead of waiting', async () => {
    const away = redisConnection(`unix:${join(folder, 'nobody.sock')}`);
    const queue = new BullmqJobQueue(createQueue('away', away, silent));
    await expect(queue.add({ job: 'a', attempt: 1 })).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE' });
    await queue.close();
  });
});
