import 'reflect-metadata';
import { renameSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPlatform } from '../test/test-platform.ts';
import { censusDefinition, TestQuarantine } from '../test/test-quarantine.ts';

let quarantine: TestQuarantine;
let platform: TestPlatform;

beforeAll(async () => {
  await TestQuarantine.buildRuntimes();
  quarantine = new TestQuarantine();
  await quarantine.startRedis();
  await quarantine.startService();
  platform = await quarantine.platform();
  expect((await platform.introduce()).status).toBe(204);
  expect((await platform.ingest(censusDefinition())).json()).toMatchObject({ ok: true, notes: [] });
}, 300_000);
afterAll(async () => {
  await platform.close();
  await quarantine.close();
});

describe('a job through the service', () => {
  it('is picked, granted, run in a sandbox, and its output is there under its digest', async () => {
    const { order, last } = await platform.run({ do: 'sizes' });
    expect(last).toMatchObject({ type: 'finished', noise: [{ kind: 'discrete_gaussian', scale: '1.0', values: 1 }] });
    const types = platform.events.filter(({ job }) => job === order.job).map(({ type }) => type);
    expect(types).toEqual(['picked', 'started', 'progress', 'finished']);
    const sizes = (await platform.file(last)) as { counts: number };
    expect(sizes.counts).toBeGreaterThan(100);
  });

  it('reads no row again for the same statements about the same data version', async () => {
    const first = await platform.run({ do: 'sizes' });
    const rows = quarantine.config.folder('datasets', 'census', '1', 'adult.parquet');
    renameSync(rows, `${rows}.away`);
    const second = await platform.run({ do: 'sizes' });
    expect(second.last).toMatchObject({ type: 'finished' });
    expect(await platform.file(second.last)).toEqual(await platform.file(first.last));
    rmSync(quarantine.config.folder('datasets', 'census', '1', 'cells'), { recursive: true });
    expect((await platform.run({ do: 'sizes' })).last).toMatchObject({ type: 'failed' });
    renameSync(`${rows}.away`, rows);
  });
});
