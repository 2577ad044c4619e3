import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFixture } from '../../test/read-fixtures.ts';
import { readStrictJson } from '../verify/strict-json.ts';
import { canonicalJson } from './canonical-json.ts';

const { cases } = readFixture('canonical-json.json') as { cases: { name: string; input: string; output: string }[] };

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, shuffled(member)]),
  );
}

describe('canonical JSON (RFC 8785)', () => {
  it.each(cases)('$name', ({ input, output }) => {
    expect(canonicalJson(JSON.parse(input))).toBe(output);
  });

  it('is the same for every order of members, and reads back as the value', () => {
    const wellFormed = fc.jsonValue({ stringUnit: 'binary' });
    const property = fc.property(wellFormed, (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(shuffled(value))).toBe(text);
      expect(canonicalJson(readStrictJson(text))).toBe(text);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('control: JSON.stringify differs between orders', () => {
    expect(JSON.stringify({ a: 1, b: 2 })).not.toBe(JSON.stringify({ b: 2, a: 1 }));
  });

  it('leaves out members that are undefined', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
  });

  it.each([
    ['NaN', { share: Number.NaN }, '/share'],
    ['infinity', [Number.POSITIVE_INFINITY], '/0'],
    ['half of a surrogate pair', { deep: ['\udead'] }, '/deep/0'],
    ['a name with half of one', { '\ud800': 1 }, 'the value'],
    ['a date', { at: new Date(0) }, '/at'],
    ['a map', new Map(), 'the value'],
    ['bytes', { data: new Uint8Array(1) }, '/data'],
    ['a big integer', { n: 1n }, '/n'],
    ['a function', { f: () => 0 }, '/f'],
    ['undefined', undefined, 'the value'],
    ['undefined in a list', [undefined], '/0'],
  ])('refuses %s and says where', (_what, value, path) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
    expect(() => canonicalJson(value)).toThrow(path);
  });

  it('refuses a value that contains itself', () => {
    const loop: unknown[] = [];
    loop.push(loop);
    expect(() => canonicalJson(loop)).toThrow('nested deeper than 64');
  });
});
