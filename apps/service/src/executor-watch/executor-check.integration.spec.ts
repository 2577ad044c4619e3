import 'reflect-metadata';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ExecutorCheck, PluginCatalogue, ServiceExecutor } from '@dq0/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestQuarantine } from '../../test/test-quarantine.ts';
import type { TestPlatform } from '../../test/test-platform.ts';

beforeAll(() => TestQuarantine.buildRuntimes(), 300_000);

async function serve(changes: Record<string, string> = {}): Promise<[TestQuarantine, TestPlatform]> {
  const quarantine = new TestQuarantine(changes);
  await quarantine.startRedis();
  await quarantine.startService();
  return [quarantine, await quarantine.platform()];
}

const checkOf = async (platform: TestPlatform): Promise<ExecutorCheck> =>
  ExecutorCheck.parse((await platform.send('POST', '/executors/local/checks')).json());
const listOf = async (platform: TestPlatform): Promise<ServiceExecutor> => {
  const { executors } = (await platform.send('GET', '/executors')).json() as { executors: unknown[] };
  expect(executors).toHaveLength(1);
  return ServiceExecutor.parse(executors[0]);
};
const inForce = ({ isolation }: ServiceExecutor): string[] =>
  isolation.filter((side) => side.inForce).map(({ about }) => about);

describe('an executor with a sandbox', () => {
  let quarantine: TestQuarantine;
  let platform: TestPlatform;
  beforeAll(async () => {
    [quarantine, platform] = await serve();
  }, 60_000);
  afterAll(async () => {
    await platform.close();
    await quarantine.close();
  });

  it('is checked by a job that tries to break out and cannot, and that works', async () => {
    const check = await checkOf(platform);
    expect(check.findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(check).toMatchObject({ executor: 'local', kind: 'bubblewrap', ok: true });
    expect(check.findings.map(({ name, wanted }) => `${name} ${wanted}`)).toEqual([
      'network refused',
      'socket refused',
      'read refused',
      'write refused',
      'processes refused',
      'rights refused',
      'calls refused',
      'limits refused',
      'environment refused',
      'time refused',
      'start works',
      'output works',
      'end works',
    ]);
    expect(check.milliseconds).toBeLessThan(20_000);
  });

  it('leaves nothing of a check behind', async () => {
    const runs = quarantine.config.folder('runs');
    const before = readdirSync(runs).sort();
    await checkOf(platform);
    expect(readdirSync(runs).sort()).toEqual(before);
    expect((await platform.send('GET', '/jobs')).json()).toEqual({ jobs: [] });
  });

  it('is checked once at a time, and only where there is one', async () => {
    const answers = await Promise.all([1, 2].map(() => platform.send('POST', '/executors/local/checks')));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await platform.send('POST', '/executors/other/checks')).status).toBe(404);
    expect((await checkOf(platform)).ok).toBe(true);
  });

  it('tells what keeps jobs in, as it was found, and the environments', async () => {
    const executor = await listOf(platform);
    expect(executor).toMatchObject({ name: 'local', kind: 'bubblewrap', atOnce: 3, warm: 1 });
    const sides = ['files', 'network', 'processes', 'user', 'rights', 'calls', 'limits'];
    expect(inForce(executor)).toEqual(sides);
    expect(executor.isolation.at(-1)).toMatchObject({ about: 'control-group', inForce: false });
    expect(executor.environments).toEqual(
      ['service', 'databases', 'probe'].map((of) => {
        return {
          ...{ of, state: 'ready', remedy: null },
          python: expect.stringMatching(/^3\.\d+/) as string,
          digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          bytes: expect.any(Number) as number,
        };
      }),
    );
    expect(executor.environments[0]?.bytes).toBeGreaterThan(10e6);
  });

  it('lists its plugins as their manifests say, and notices a copy that was changed', async () => {
    const catalogue = async (): Promise<PluginCatalogue> =>
      PluginCatalogue.parse((await platform.send('GET', '/catalogue')).json());
    const { plugins, refused } = await catalogue();
    expect(refused).toEqual([]);
    expect(plugins).toMatchObject([
      {
        ...{ name: 'probe', class: 'certified', intact: true },
        resources: { cpu: 1, memoryBytes: 2 ** 28, diskBytes: 2 ** 24, wallSeconds: 60 },
        needs: { network: false, data: 'tables' },
        outputs: [{ name: 'result.json', of: 'file', class: 'charged' }],
      },
    ]);
    const store = quarantine.config.folder('plugins');
    const copy = path.join(store, plugins[0]!.digest.replace(':', '-'), 'src', 'planted.py');
    writeFileSync(copy, '');
    expect((await catalogue()).plugins).toMatchObject([{ intact: false }]);
    rmSync(copy);
    expect((await catalogue()).plugins).toMatchObject([{ intact: true }]);
  });
});

it('an executor without a sandbox fails the same check (control)', async () => {
  const [quarantine, platform] = await serve({ DQ0_BWRAP: '/nonexistent' });
  try {
    const check = await checkOf(platform);
    const failed = check.findings.filter(({ ok }) => !ok);
    expect(check).toMatchObject({ kind: 'none', ok: false });
    const reached = ['network', 'socket', 'read', 'write', 'processes', 'rights', 'calls'];
    expect(failed.map(({ name }) => name)).toEqual(expect.arrayContaining(reached));
    for (const { remedy } of failed) expect(remedy).toContain('Install bubblewrap');
    expect(check.findings.filter(({ wanted }) => wanted === 'works').every(({ ok }) => ok)).toBe(true);
    const executor = await listOf(platform);
    expect(inForce(executor)).toEqual(['limits']);
  } finally {
    await platform.close();
    await quarantine.close();
  }
});

it('an executor that cannot start jobs says so', async () => {
  const [quarantine, platform] = await serve({ DQ0_SERVICE_WARM: '0' });
  try {
    rmSync(quarantine.config.folder('seccomp.bpf'));
    const check = await checkOf(platform);
    expect(check.findings.filter(({ wanted }) => wanted === 'works').map(({ name, ok }) => [name, ok])).toEqual([
      ['start', false],
      ['output', false],
      ['end', true],
    ]);
    expect(check.findings[1]?.remedy).toContain('Jobs cannot run here.');
  } finally {
    await platform.close();
    await quarantine.close();
  }
});
