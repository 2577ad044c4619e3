import 'reflect-metadata';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { IngestionAnswer } from '@dq0/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPlatform } from '../../test/test-platform.ts';
import { censusDefinition, TestQuarantine } from '../../test/test-quarantine.ts';

let quarantine: TestQuarantine;
let platform: TestPlatform;

beforeAll(async () => {
  await TestQuarantine.buildRuntimes();
  quarantine = new TestQuarantine({ DQ0_SERVICE_WARM: '0' });
  await quarantine.startRedis();
  await quarantine.startService();
  platform = await quarantine.platform();
}, 300_000);
afterAll(async () => {
  await platform.close();
  await quarantine.close();
});

const folder = (...parts: string[]): string => path.join(quarantine.config.home, 'datasets', ...parts);
const people = (change: object = {}) => ({
  ...censusDefinition(),
  name: 'people',
  connector: { type: 'csv' as const, path: 'people.csv', options: { header: true } },
  tables: { people: { unit: { kind: 'row' as const }, maxUnits: 10, columns: { age: { type: 'integer' as const } } } },
  ...change,
});
const write = (text: string): void => writeFileSync(path.join(quarantine.config.dataRoot, 'people.csv'), text);

describe('a data version', () => {
  it('is read once; the same order gives the same answer, another for the version is refused', async () => {
    const first = IngestionAnswer.parse((await platform.ingest(censusDefinition())).json());
    expect(first.ok && Object.keys(first.digests)).toEqual(['adult']);
    expect((await platform.ingest(censusDefinition())).json()).toEqual(first);
    const other = await platform.ingest({ ...censusDefinition(), description: 'other' });
    expect([other.status, other.json()]).toMatchObject([409, { code: 'DATASET_CONFLICT' }]);
    expect(readdirSync(folder('census'))).toEqual(['1']);
  });

  it('is not kept when a line is wrong, and is read when the file was corrected', async () => {
    write('age\n40\n"41\n');
    const bad = IngestionAnswer.parse((await platform.ingest(people())).json());
    expect(bad).toEqual({
      ok: false,
      problems: [
        { table: 'people', line: 3, column: null, reason: 'A quote that opens on this line is never closed.' },
      ],
    });
    expect(existsSync(folder('people', '1'))).toBe(false);
    write('age\n40\n41\n');
    expect((await platform.ingest(people())).json()).toMatchObject({ ok: true });
    expect(readdirSync(folder('people'))).toEqual(['1']);
  });

  it('of many requests at once is read once', async () => {
    const definition = people({ version: 2 });
    const answers = await Promise.all(Array.from({ length: 4 }, () => platform.ingest(definition)));
    expect(new Set(answers.map(({ body }) => body.toString())).size).toBe(1);
  });

  it('is gone after it was deleted', async () => {
    expect((await platform.send('DELETE', '/ingestions/people/2')).status).toBe(204);
    expect(existsSync(folder('people', '2'))).toBe(false);
    expect((await platform.ingest(people({ version: 2, description: 'anew' }))).json()).toMatchObject({ ok: true });
  });

  it('from a source that this version cannot read is refused in words', async () => {
    const definition = people({ version: 3, connector: { type: 'mssql', host: 'db' } });
    const answer = (await platform.ingest(definition)).json();
    expect(answer).toMatchObject({
      ok: false,
      problems: [{ reason: 'mssql is not available yet; this version reads csv, parquet, postgresql, mysql' }],
    });
  });

  it('is named as the order says', async () => {
    const definition = people({ version: 4 });
    const answer = await platform.send('PUT', '/ingestions/people/5', { definition, accessDigest: '0'.repeat(64) });
    expect(answer.status).toBe(400);
  });
});
