import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFixture } from '../../test/read-fixtures.ts';
import { decodeCanonicalBase64url } from './canonical-base64url.ts';

const { accepted, refused } = readFixture('base64url-texts.json') as {
  accepted: { hex: string; text: string }[];
  refused: string[];
};

describe('base64url in its only form', () => {
  it.each(accepted)('reads $text', ({ hex, text }) => {
    expect(Buffer.from(decodeCanonicalBase64url(text)).toString('hex')).toBe(hex);
  });

  it.each(refused)('refuses %j', (text) => {
    expect(() => decodeCanonicalBase64url(text)).toThrow(TypeError);
  });

  it('control: a lenient decoder takes all of these', () => {
    for (const text of refused) expect(() => Buffer.from(text, 'base64')).not.toThrow();
  });

  it('has one text for each byte string', () => {
    const alphabet = fc.string({ unit: fc.constantFrom(...Array.from('ABCXYZabcxyz0189-_+/= \n')) });
    const property = fc.property(alphabet, (text) => {
      let bytes: Uint8Array;
      try {
        bytes = decodeCanonicalBase64url(text);
      } catch {
        return;
      }
      expect(Buffer.from(bytes).toString('base64url')).toBe(text);
    });
    fc.assert(property, { numRuns: 2000 });
  });
});
