import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { parseDocument } from 'yaml';
import { UsageError } from '../errors/usage-error.ts';
import { readYaml, yamlValue } from './yaml-text.ts';

vi.mock('yaml', async (original) => {
  const yaml = await original<typeof import('yaml')>();
  return { ...yaml, parseDocument: vi.fn(yaml.parseDocument) };
});
beforeEach(() => void vi.mocked(parseDocument).mockClear());

const folder = mkdtempSync(path.join(tmpdir(), 'dq0-yaml-'));
const READING = { limitBytes: 1_000_000, purpose: 'For small files.' };

function read(text: string, merge = false): unknown {
  const file = path.join(folder, 'a.yaml');
  writeFileSync(file, text);
  return yamlValue(readYaml(file, { ...READING, merge }), file);
}

const numbered = (count: number, line: (number: number) => string): string =>
  Array.from({ length: count }, (_, number) => line(number)).join('\n');
const bomb = ['a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]'];
for (const [last, next] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi']) {
  bomb.push(`${next}: &${next} [${Array.from({ length: 9 }, () => `*${last}`).join(', ')}]`);
}

describe('YAML', () => {
  it.each<[string, string, RegExp]>([
    ['that nests in brackets', '['.repeat(100_000), /nested too deeply/],
    ['that nests in both brackets', '[{'.repeat(100_000), /nested too deeply/],
    ['that nests in brackets over many lines', numbered(100_000, () => 'a: {'), /nested too deeply/],
    ['that nests in dashes', `${'- '.repeat(100_000)}a`, /nested too deeply/],
    ['that nests in question marks', `${'? '.repeat(100_000)}a`, /nested too deeply/],
    ['that nests by indentation', numbered(1000, (at) => `${' '.repeat(at)}a:`), /nested too deeply/],
    ['of megabytes', '#'.repeat(10_000_000), /larger than 1000000 bytes/],
  ])('%s is refused before a parser sees it', (_what, text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(UsageError);
    expect(parseDocument).not.toHaveBeenCalled();
  });

  it.each<[string, string, RegExp]>([
    ['that refers to itself without end', bomb.join('\n'), /too often/],
    ['with a name twice among many', numbered(20_000, (at) => `k${at % 19_999}: 1`), /:20000:1: .*unique/],
    ['with a tag of another language', 'a: !!python/object/apply:os.system [id]', /:1:4: .*tag/i],
    ['with a name that is no text', '{ a: 1 }: 2', /Names must be plain texts/],
  ])('%s is refused', (_what, text, message) => {
    expect(() => read(text)).toThrow(message);
    expect(() => read(text)).toThrow(UsageError);
  });

  it('is not searched for names that occur twice by the parser, which compares each with all', () => {
    read('a: 1');
    expect(vi.mocked(parseDocument).mock.calls[0]?.[1]).toMatchObject({ uniqueKeys: false });
  });

  it('as people write it is read, also with brackets in texts and many names', () => {
    expect(read('a: "[0, 1)"\nb:\n  - - 1\n    - { c: [x] }\n')).toEqual({ a: '[0, 1)', b: [[1, { c: ['x'] }]] });
    expect(Object.keys(read(numbered(20_000, (at) => `k${at}: 1`)) as object)).toHaveLength(20_000);
  });

  it('takes in the members of another mapping only where asked to', () => {
    const text = 'a: &a { x: 1 }\nb: { <<: *a, y: 2 }\n';
    expect(read(text, true)).toEqual({ a: { x: 1 }, b: { x: 1, y: 2 } });
    expect(read(text)).toMatchObject({ b: { '<<': { x: 1 } } });
  });

  it('is a plain file', () => {
    mkdirSync(path.join(folder, 'inner'));
    expect(() => readYaml(path.join(folder, 'inner'), READING)).toThrow(/no file/);
    expect(() => readYaml(path.join(folder, 'nothing.yaml'), READING)).toThrow(/cannot be read/);
  });
});
