import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Config } from '@oclif/core';
import { DatasetDefinition } from '@dq0/protocol';
import { type Outcome, runCommand } from '../../test/run-command.ts';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import DataImport from '../commands/data/import.ts';
import { readDefinition } from '../definition/read-definition.ts';

const home = mkdtempSync(path.join(tmpdir(), 'dq0-import-'));
const source = path.join(home, 'People.yaml');
const DECIDED = ['--path', 'people.csv', '--account', 'people', '--epsilon', '2', '--delta', '1e-7'];
let config: Config;

const dataImport = (...argv: string[]): Promise<Outcome> => runCommand(DataImport, argv, config);

beforeAll(async () => {
  config = await Config.load({ root: home, pjson: { name: 'dq0', version: '0.0.0', oclif: { bin: 'dq0' } } });
});
beforeEach(() => {
  writeFileSync(source, '"":\n  s:\n    people:\n      row_privacy: True\n      rows: 90\n      age: { type: int }\n');
});

describe('dq0 data import', () => {
  it('prints a definition that is complete, with no profile at all', async () => {
    const { exit, stdout, stderr } = await dataImport(source, ...DECIDED);
    expect(exit).toBe(0);
    const file = path.join(home, 'printed.yaml');
    writeFileSync(file, stdout);
    expect(DatasetDefinition.parse(readDefinition(file).value)).toMatchObject({ name: 'people', version: 1 });
    expect(stderr).toContain('tables.people.columns.age: lower and upper missing.');
    expect(stderr).toContain('Complete.');
  });

  it('prints one with gaps too, names them at its head, and exits 1', async () => {
    const { exit, stdout, stderr } = await dataImport(source);
    expect(exit).toBe(1);
    expect(stdout).toMatch(/^# Imported from People\.yaml \(smartnoise\)\. Not complete:\n# GAP connector: /);
    expect(stderr).toMatch(/^Missing: fill these in before you publish:\n {2}connector: /);
    expect(stderr).toContain('Not complete: 4 missing.');
  });

  it('has one JSON value, the file written beside it', async () => {
    const out = path.join(home, 'people-out.yaml');
    const { exit, stdout, stderr } = await dataImport(source, ...DECIDED, '--out', out, '--json');
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    const result = JSON.parse(stdout) as { definition: unknown };
    expect(Object.keys(result)).toEqual(['format', 'valid', 'definition', 'findings', 'file']);
    expect(result).toMatchObject({ format: 'smartnoise', valid: true, file: out });
    expect(readDefinition(out).value).toEqual(result.definition);
  });

  it.each([
    ['the file that is read as --out', ['--out', source]],
    ['an epsilon of nothing', ['--epsilon', '0']],
    ['an epsilon that is no number', ['--epsilon', 'much']],
    ['a delta above any account', ['--delta', '0.5']],
    ['a path outside the data root', ['--path', '../people.csv']],
    ['an unknown notation', ['--format', 'fax']],
    ['a notation that the file is not written in', ['--format', 'meta-full']],
    ['a file that cannot be written', ['--out', path.join(home, 'no', 'such', 'folder.yaml')]],
  ])('refuses %s as a usage error', async (_what, argv) => {
    const before = readFileSync(source, 'utf8');
    const { exit, stdout } = await dataImport(source, ...argv, '--json');
    expect(exit).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'INPUT_INVALID', auditId: null } });
    expect(readFileSync(source, 'utf8')).toBe(before);
  });

  it('refuses what is hostile, and what is no metadata, by code', async () => {
    for (const text of ['['.repeat(50_000), 'a: !!python/name:x 1', 'x: 1\nx: 2', 'hello']) {
      writeFileSync(source, text);
      expect(await dataImport(source)).toMatchObject({ exit: 2, stdout: '' });
    }
  });
});
