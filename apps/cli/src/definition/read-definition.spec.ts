import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors/usage-error.ts';
import { readDefinition, withPlaces } from './read-definition.ts';

function written(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'dq0-definition-')), 'census.yaml');
  writeFileSync(file, text);
  return file;
}

const TEXT = `\uFEFFname: census
tables:
  adult:
    columns:
      age: { type: integer, lower: 90, upper: 17 }
      joined: { type: date, lower: 2001-01-01 }
      sex: { type: string, values: [Female, Male] }
`;

describe('a definition', () => {
  it('is read as it was written: dates stay text', () => {
    expect(readDefinition(written(TEXT)).value).toMatchObject({
      name: 'census',
      tables: { adult: { columns: { joined: { lower: '2001-01-01' } } } },
    });
  });

  it('knows the line and column of each path, or of its nearest parent', () => {
    const file = written(TEXT);
    const definition = readDefinition(file);
    expect(definition.locate('tables.adult.columns.age.lower')).toBe(`${file}:5:36`);
    expect(definition.locate('tables.adult.columns.sex.values.1')).toBe(`${file}:7:45`);
    expect(definition.locate('tables.adult.unit')).toBe(`${file}:4:5`);
    expect(definition.locate('')).toBe(file);
    const [detail] = withPlaces([{ path: 'tables.adult.columns.age', message: 'm' }], definition);
    expect(detail?.path).toBe(`${file}:5:12 tables.adult.columns.age`);
  });

  it.each([
    ['an open bracket', 'a: [1, 2', /census\.yaml:\d+:\d+: /],
    ['a name twice', 'a: 1\na: 2', /census\.yaml:2:1: .*unique/],
    ['a tab as indentation', 'a:\n\tb: 1', /census\.yaml:2:\d+: /],
  ])('that has %s is a usage error with its place', (_what, text, place) => {
    expect(() => readDefinition(written(text))).toThrow(place);
  });

  it('cannot blow up by references to itself', () => {
    const bomb = ['a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]'];
    for (const [last, next] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh']) {
      bomb.push(`${next}: &${next} [${Array.from({ length: 9 }, () => `*${last}`).join(', ')}]`);
    }
    expect(() => readDefinition(written(bomb.join('\n'))).value).toThrow(UsageError);
  });

  it.each([
    ['no number', 'budget:\n  epsilon: .nan', /census\.yaml:2:12 budget\.epsilon: expected a finite number/],
    ['an infinite number', 'a: [1, -.inf]', /census\.yaml:1:8 a\.1: expected a finite number/],
    ['a value inside of itself', '&a [*a]', /nested/],
    ['1,000 lists in one another', '- '.repeat(1000), /nested/],
    ['100,000 brackets', '['.repeat(100_000), /nested|census\.yaml:\d+:\d+: /],
  ])('that holds %s is a usage error', (_what, text, message) => {
    const read = () => readDefinition(written(text));
    expect(read).toThrow(UsageError);
    expect(read).toThrow(message);
  });

  it('that does not exist is a usage error', () => {
    expect(() => readDefinition('/nowhere/census.yaml')).toThrow(UsageError);
  });
});
