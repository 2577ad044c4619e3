import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFixture } from '../../test/read-fixtures.ts';
import { readStrictJson, readStrictJsonBytes } from './strict-json.ts';

const { accepted, refused } = readFixture('json-texts.json') as { accepted: string[]; refused: string[] };

describe('strict JSON', () => {
  it.each(accepted)('reads as JSON.parse does: %j', (text) => {
    expect(readStrictJson(text)).toEqual(JSON.parse(text));
  });

  it.each(refused)('refuses %j', (text) => {
    expect(() => readStrictJson(text)).toThrow(SyntaxError);
  });

  it('control: JSON.parse takes what only our rules refuse', () => {
    const taken = refused.filter((text) => {
      try {
        return JSON.parse(text) !== undefined;
      } catch {
        return false;
      }
    });
    const only = ['{"a":1,"a":1}', '{"a":1,"\\u0061":2}', '1e999', '"\\ud800"', '['.repeat(65) + ']'.repeat(65)];
    expect(taken).toEqual(expect.arrayContaining(only));
  });

  it('reads whatever JSON.stringify writes', () => {
    const property = fc.property(
      fc.jsonValue({ maxDepth: 8 }),
      fc.constantFrom(undefined, 1, '\t'),
      (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(readStrictJson(text)).toEqual(JSON.parse(text));
      },
    );
    fc.assert(property, { numRuns: 500 });
  });

  it('never takes a text that JSON.parse refuses', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'u',
      '0',
      '1',
      '-',
      'e',
      '.',
      ' ',
      'null',
      'a',
    );
    const property = fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      let value: unknown;
      try {
        value = readStrictJson(text);
      } catch {
        return;
      }
      expect(value).toEqual(JSON.parse(text));
    });
    fc.assert(property, { numRuns: 5000 });
  });

  it('keeps a member named __proto__ as data', () => {
    const value = readStrictJson('{"__proto__":{"admin":true}}') as Record<string, unknown>;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value['admin']).toBeUndefined();
    expect(Object.keys(value)).toEqual(['__proto__']);
  });

  it('reads a string of a megabyte with escapes throughout', () => {
    const long = 'a"\\\n'.repeat(250_000);
    expect(readStrictJson(JSON.stringify(long))).toBe(long);
  });

  it('reads UTF-8 bytes, refusing what is malformed or begins with a byte-order mark', () => {
    expect(readStrictJsonBytes(Buffer.from('"é"'))).toBe('é');
    for (const hex of ['22ff22', '22c022', '22eda08022', '22f490808022', 'efbbbf2222']) {
      expect(() => readStrictJsonBytes(Buffer.from(hex, 'hex'))).toThrow();
    }
  });
});
