import 'reflect-metadata';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { generateIdentityKey, newMessageId } from '@dq0/encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestPlatform } from '../../test/test-platform.ts';
import { censusDefinition, TestQuarantine } from '../../test/test-quarantine.ts';

let quarantine: TestQuarantine;
let platform: TestPlatform;

beforeAll(async () => {
  await TestQuarantine.buildRuntimes();
  quarantine = new TestQuarantine();
  await quarantine.startRedis();
  await quarantine.startService();
  platform = await quarantine.platform();
}, 300_000);
afterAll(async () => {
  await platform.close();
  await quarantine.close();
});

const codeOf = (answer: { status: number; json(): unknown }): unknown[] => [
  answer.status,
  (answer.json() as { code: string }).code,
];

describe('the socket', () => {
  it('is for a group only, in a folder of its own', () => {
    const { socket } = quarantine.config;
    expect(statSync(socket).mode & 0o777).toBe(0o660);
    expect(statSync(path.dirname(socket)).mode & 0o777).toBe(0o750);
  });

  it('is the only thing this process listens on', () => {
    const inodes = new Set(
      readdirSync('/proc/self/fd').map((fd) => {
        try {
          return statSync(`/proc/self/fd/${fd}`).ino;
        } catch {
          return 0;
        }
      }),
    );
    const listening = ['tcp', 'tcp6'].flatMap((family) =>
      readFileSync(`/proc/self/net/${family}`, 'utf8')
        .split('\n')
        .map((line) => line.trim().split(/\s+/))
        .filter((fields) => fields[3] === '0A' && inodes.has(Number(fields[9]))),
    );
    expect(listening).toEqual([]);
  });

  it('answers what it does not know with a code', async () => {
    expect(codeOf(await platform.send('GET', '/nothing'))).toEqual([404, 'ROUTE_UNKNOWN']);
    expect(codeOf(await platform.send('PUT', '/jobs/1/1', {}))).toEqual([400, 'REQUEST_INVALID']);
    expect(codeOf(await platform.send('GET', `/files/${'0'.repeat(64)}`))).toEqual([404, 'FILE_UNKNOWN']);
    expect(codeOf(await platform.send('GET', '/files/..%2F..%2Fkeys'))).toEqual([400, 'REQUEST_INVALID']);
  });

  it('is not taken from a service that lives', async () => {
    const second = new TestQuarantine({ DQ0_SERVICE_SOCKET: quarantine.config.socket });
    await expect(second.startService()).rejects.toThrow('Another process listens');
    await second.close();
    const same = new TestQuarantine({ DQ0_SERVICE_HOME: quarantine.config.home });
    await expect(same.startService()).rejects.toThrow('Another service works on this state folder');
    await same.close();
  });
});

describe('the platform', () => {
  it('is the first that introduces itself, for good', async () => {
    expect((await platform.introduce()).status).toBe(204);
    expect((await platform.introduce()).status).toBe(204);
    const other = await TestPlatform.open(quarantine.config.socket, quarantine.config.redisUrl);
    expect(codeOf(await other.introduce())).toEqual([409, 'PLATFORM_CONFLICT']);
    await other.close();
  });
});

describe('an order', () => {
  it('needs a data version that was read', async () => {
    expect(codeOf(await platform.put(await platform.makeOrder({})))).toEqual([404, 'DATASET_UNKNOWN']);
    await platform.ingest(censusDefinition());
  });

  it('is taken once, and known when it comes again', async () => {
    const order = await platform.makeOrder({ do: 'sizes' });
    expect((await platform.put(order)).status).toBe(201);
    expect((await platform.put(order)).status).toBe(200);
    const other = { ...order, limits: { ...order.limits, wallSeconds: 1 } };
    expect(codeOf(await platform.put(other))).toEqual([409, 'ORDER_CONFLICT']);
    const { jobs } = (await platform.send('GET', '/jobs')).json() as { jobs: unknown[] };
    expect(jobs).toContainEqual({ job: order.job, attempt: 1, epoch: order.epoch, phase: 'ordered' });
  });

  it('of an older epoch is refused, also after the newer one is forgotten', async () => {
    const first = await platform.makeOrder({ do: 'sizes' });
    const second = { ...first, attempt: 2, epoch: first.epoch + 100 };
    expect((await platform.put(first)).status).toBe(201);
    expect((await platform.put(second)).status).toBe(201);
    expect(codeOf(await platform.put({ ...first, attempt: 3, epoch: first.epoch + 50 }))).toEqual([410, 'EPOCH_OLD']);
    expect((await platform.send('DELETE', `/jobs/${first.job}/2`)).status).toBe(204);
    expect((await platform.send('DELETE', `/jobs/${first.job}/2`)).status).toBe(204);
    expect(codeOf(await platform.put(second))).toEqual([410, 'EPOCH_OLD']);
  });

  it('that was superseded or is unknown is dropped when its id comes from the queue', async () => {
    const first = await platform.makeOrder({ do: 'sizes' });
    const second = { ...first, attempt: 2, epoch: first.epoch + 1000 };
    await platform.put(first);
    await platform.put(second);
    await platform.enqueue(first);
    await platform.enqueue({ job: newMessageId(), attempt: 1 });
    await platform.enqueue(second);
    await platform.event(second, 'picked');
    await expect.poll(() => quarantine.logs.filter((line) => line.includes('ID_DROPPED')).length).toBe(2);
    expect(platform.events.filter(({ job, attempt }) => job === first.job && attempt === 1)).toEqual([]);
  });

  it.each([
    [{ plugin: { name: 'nothing', digest: 'sha256:0' } }, [404, 'PLUGIN_UNKNOWN']],
    [{ plugin: { name: 'probe', digest: 'sha256:0' } }, [409, 'PLUGIN_DIGEST']],
    [{ dataset: 'other' }, [400, 'REQUEST_INVALID']],
    [{ dataVersion: 2 }, [404, 'DATASET_UNKNOWN']],
  ])('for what is not there is refused: %j', async (changes, refusal) => {
    expect(codeOf(await platform.put(await platform.makeOrder({}, changes)))).toEqual(refusal);
  });
});

describe('a grant', () => {
  const grant = (order: { job: string; attempt: number }, sealed: string): ReturnType<TestPlatform['send']> =>
    platform.send('PUT', `/jobs/${order.job}/${order.attempt}/grant`, { sealed });

  it('comes after the attempt was picked, counts once, and may be repeated', async () => {
    const order = await platform.makeOrder({ do: 'slow', seconds: 0.3 });
    await platform.put(order);
    expect(codeOf(await platform.grant(order))).toEqual([409, 'GRANT_EARLY']);
    await platform.enqueue(order);
    await platform.event(order, 'picked');
    const sealed = await platform.seal(order);
    expect((await grant(order, sealed)).status).toBe(204);
    expect((await grant(order, sealed)).status).toBe(204);
    expect((await platform.grant(order)).status).toBe(204);
    expect(await platform.event(order, 'finished', 'failed')).toMatchObject({ type: 'finished' });
    expect((await platform.grant(order)).status).toBe(204);
    expect(platform.events.filter(({ job, type }) => job === order.job && type === 'started')).toHaveLength(1);
  });

  it('of anybody else, for anything else, or with another secret opens nothing', async () => {
    const order = await platform.makeOrder({ do: 'sizes' });
    await platform.put(order);
    await platform.enqueue(order);
    await platform.event(order, 'picked');
    const sealed = await platform.seal(order);
    const bad = [
      await platform.seal(order, {}, await generateIdentityKey()),
      await platform.seal(order, { accessSecret: 'guessed' }),
      await platform.seal(order, { dataVersion: 2 }),
      await platform.seal(order, { dataset: 'other' }),
      await platform.seal(order, { attempt: 2 }),
      await platform.seal(order, { job: newMessageId() }),
      await platform.seal(order, { epoch: order.epoch + 1 }),
      `${sealed.slice(0, -8)}AAAAAAAA`,
      'nonsense',
    ];
    for (const each of bad) expect(codeOf(await grant(order, each))).toEqual([403, 'GRANT_INVALID']);
    expect(codeOf(await grant({ job: newMessageId(), attempt: 1 }, sealed))).toEqual([404, 'ORDER_UNKNOWN']);
    const { jobs } = (await platform.send('GET', '/jobs')).json() as { jobs: { job: string; phase: string }[] };
    expect(jobs.find(({ job }) => job === order.job)?.phase).toBe('picked');
    expect((await grant(order, sealed)).status).toBe(204);
    expect(await platform.event(order, 'finished', 'failed')).toMatchObject({ type: 'finished' });
  });
});

describe('what is kept of a job', () => {
  it('events until they are acknowledged, files until the job is deleted, inputs not at all', async () => {
    const { order, last } = await platform.run({ do: 'slow', seconds: 0, tag: 'mine alone' });
    const runs = path.join(quarantine.config.home, 'runs');
    await expect.poll(() => readdirSync(runs).filter((run) => existsSync(path.join(runs, run, 'kept')))).toEqual([]);
    const digest = last.type === 'finished' ? (last.artifacts[0]?.sha256 ?? '') : '';
    const stored = path.join(quarantine.config.home, 'spool', 'files', digest);
    expect(existsSync(stored)).toBe(true);
    expect((await platform.send('POST', '/events/acknowledge', { upTo: last.seq })).status).toBe(204);
    expect((await platform.send('GET', '/events?after=0')).json()).toEqual({ events: [] });
    expect((await platform.send('GET', `/files/${digest}`)).status).toBe(200);
    await platform.send('DELETE', `/jobs/${order.job}/1`);
    expect(codeOf(await platform.send('GET', `/files/${digest}`))).toEqual([404, 'FILE_UNKNOWN']);
    expect(existsSync(stored)).toBe(false);
  });

  it('a long poll answers when an event comes, and empty when its time is over', async () => {
    const after = platform.events.at(-1)?.seq ?? 0;
    const began = Date.now();
    expect((await platform.send('GET', `/events?after=${after}&wait=0.3`)).json()).toEqual({ events: [] });
    expect(Date.now() - began).toBeGreaterThan(250);
    const order = await platform.makeOrder({ do: 'sizes' });
    await platform.put(order);
    const poll = platform.send('GET', `/events?after=${after}&wait=20`);
    await platform.enqueue(order);
    expect((await poll).json()).toMatchObject({ events: [{ job: order.job, type: 'picked' }] });
  });
});

describe('the disk', () => {
  it('holds the key and the data for nobody else', () => {
    const { home } = quarantine.config;
    const modeOf = (...parts: string[]): number => statSync(path.join(home, ...parts)).mode & 0o077;
    expect([modeOf('keys'), modeOf('keys', 'encryption.jwk'), modeOf('spool'), modeOf('datasets', 'census')]).toEqual([
      0, 0, 0, 0,
    ]);
    expect(modeOf('datasets', 'census', '1', 'adult.parquet')).toBe(0);
  });

  it('holds no access secret, and no log holds one', () => {
    const files = readdirSync(quarantine.config.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name)));
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((bytes) => bytes.includes('the secret of this data version'))).toEqual([]);
    expect(quarantine.logs.join('')).not.toContain('the secret of this data version');
  });
});
