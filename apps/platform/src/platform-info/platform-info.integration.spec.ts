import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { operations, type infoPlatform, type Output } from '@dq0/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withInMemoryRunner } from '../../testing/jobs/quarantine.ts';
import { LoopbackProxy } from '../../testing/loopback-proxy.ts';
import { putDataset, putJob, putUser } from '../../testing/rows.ts';
import { TestPlatform } from '../../testing/test-platform.ts';
import { runCommand } from '../admin-cli/run-command.ts';
import { Disk } from '../disk/disk.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { BundleService } from '../keys/bundle.service.ts';
import { PlatformInfoModule } from './platform-info.module.ts';

type Info = Output<typeof infoPlatform>;

class NamedDisk extends Disk {
  freeBytes = 50e9;
  override async space() {
    return { freeBytes: this.freeBytes, totalBytes: 100e9 };
  }
}

const [first, second] = [new LoopbackProxy('http://one.test'), new LoopbackProxy('http://two.test')];
const disk = new NamedDisk();
/** That of the health, and those of the features that it looks into. */
const OPERATIONS = operations.filter(({ name }) => /^(platform|dataset|credential)\./.test(name));
let platform: TestPlatform;
let admin: { device: Awaited<ReturnType<TestPlatform['device']>>; token: string };

beforeAll(() => withInMemoryRunner());
beforeEach(async () => {
  disk.freeBytes = 50e9;
  platform = await TestPlatform.start({
    proxies: [first, second],
    operations: OPERATIONS,
    features: [PlatformInfoModule],
    disk,
  });
  admin = await platform.admin();
});
afterEach(async () => {
  second.down = false;
  await platform.remove();
});

const info = (): Promise<Info> => platform.ask<Info>(admin.device, 'platform.info', {}, { token: admin.token });
const about = ({ warnings }: Info): string[] => warnings.map((warning) => warning.about);

describe('the health of the platform', () => {
  it('is measured: proxies that answered now, an empty queue, its disk and its keys', async () => {
    const now = platform.clock.now().toISOString();
    const { proxies, queue, activeJobs, keys, disk: space, warnings } = await info();
    expect(proxies).toEqual(
      [first, second].map(({ origin }) => {
        return { origin, state: 'reachable', heardAt: now, roundTripMs: expect.any(Number) };
      }),
    );
    expect(queue).toEqual({ waiting: 0, running: 0, oldestSince: null });
    expect(activeJobs).toBe(0);
    expect(space).toEqual({ freeBytes: 50e9, totalBytes: 100e9 });
    expect(keys).toHaveLength(2);
    expect(keys).toEqual(
      expect.arrayContaining([
        { purpose: 'signing', createdAt: now },
        { purpose: 'encryption', createdAt: now },
      ]),
    );
    // Nothing answers at the service's socket here.
    expect(about({ warnings } as Info)).toEqual(['service']);
  });

  it('tells of a full disk', async () => {
    disk.freeBytes = 1e9;
    const told = await info();
    expect(about(told)).toEqual(['service', 'disk']);
    expect(told.warnings[1]?.found).toBe('Where the database lies, 1.0 GB of 100.0 GB are free.');
  });

  it('tells of jobs that wait, by the clock', async () => {
    const submitted = platform.clock.now().getTime();
    platform.running?.context.get(UnitOfWork).write((writing) => {
      putUser(writing, 'ada');
      putDataset(writing, 'census', 'ada');
      putJob(writing, { id: 'a', user: 'ada', dataset: 'census', state: 'queued' }, submitted);
      putJob(writing, { id: 'b', user: 'ada', dataset: 'census', state: 'reserved' }, submitted + 1000);
      putJob(writing, { id: 'c', user: 'ada', dataset: 'census', state: 'running' }, submitted - 1000);
    });
    platform.clock.advance({ minutes: 7 });
    const told = await info();
    expect(told.queue).toEqual({ waiting: 2, running: 1, oldestSince: new Date(submitted).toISOString() });
    expect(told.activeJobs).toBe(3);
    expect(told.warnings[1]).toMatchObject({ about: 'queue', found: '2 jobs wait, the oldest for 7 min.' });
  });

  it('holds back the end of a job as long as its outcome', async () => {
    const submittedAt = platform.clock.now().getTime();
    platform.running?.context.get(UnitOfWork).write((writing) => {
      putUser(writing, 'ada');
      putDataset(writing, 'census', 'ada');
      putJob(writing, { id: 'a', user: 'ada', dataset: 'census', state: 'released' }, submittedAt);
      writing.run('UPDATE jobs SET final = 1, class_seconds = 60, visible_at = @at', { at: submittedAt + 60_000 });
    });
    expect(await info()).toMatchObject({ activeJobs: 1, queue: { waiting: 1, running: 0 } });
    platform.clock.advance({ ms: 59_999 });
    expect(await info()).toMatchObject({ activeJobs: 1, queue: { waiting: 0, running: 1 } });
    platform.clock.advance({ ms: 1 });
    expect(await info()).toMatchObject({ activeJobs: 0, queue: { waiting: 0, running: 0 } });
  });

  it('tells of a proxy that went away, and when it was last heard', async () => {
    const before = platform.clock.now().toISOString();
    second.down = true;
    second.post();
    await expect.poll(async () => (await info()).proxies[1]?.state).toBe('unreachable');
    platform.clock.advance({ minutes: 3 });
    const told = await info();
    expect(told.proxies[0]?.heardAt).toBe(platform.clock.now().toISOString());
    expect(told.proxies[1]).toMatchObject({ state: 'unreachable', heardAt: before });
    expect(told.warnings[1]?.found).toBe('http://two.test last answered 3 min ago.');
  });

  it('tells how old the keys are', async () => {
    const made = platform.clock.now().toISOString();
    await platform.travel({ days: 8 });
    const renewed = platform.clock.now().toISOString();
    const told = await info();
    expect(told.keys.map(({ createdAt }) => createdAt)).toEqual([made, made, renewed]);
    expect(about(told)).toEqual(['service', 'backup']);
  });

  it('tells when the newest backup was made', async () => {
    expect((await info()).backup).toEqual({ takenAt: null });
    platform.clock.advance({ minutes: 5 });
    const takenAt = platform.clock.now().toISOString();
    await runCommand(['backup'], () => platform.ports);
    platform.clock.advance({ minutes: 5 });
    expect((await info()).backup).toEqual({ takenAt });
  });

  it('tells of a key that could not be renewed', async () => {
    writeFileSync(path.join(platform.ports.config.keysFolder, 'encryption-2.jwk'), 'in the way');
    platform.clock.advance({ days: 8 });
    first.bundle = (await platform.running?.context.get(BundleService, { strict: false }).current())?.jws;
    expect(about(await info())).toEqual(['service', 'keys', 'backup']);
  });

  it('is for administrators and auditors', async () => {
    for (const [role, code] of [
      ['data-scientist', 'ACCESS_DENIED'],
      ['data-owner', 'ACCESS_DENIED'],
      ['auditor', undefined],
    ] as const) {
      const { device, token } = await platform.user(admin, `${role}@example.org`, role);
      const reply = await platform.call(device, 'platform.info', {}, { token });
      expect(reply.ok ? undefined : reply.error.code).toBe(code);
    }
  });
});
