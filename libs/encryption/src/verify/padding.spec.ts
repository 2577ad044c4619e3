import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPaddedSize, paddedSize } from './padding.ts';

describe('size classes', () => {
  it.each([
    [1, 1024],
    [1024, 1024],
    [1025, 4096],
    [4097, 16_384],
    [16_385, 65_536],
    [65_536, 65_536],
    [65_537, 131_072],
    [131_073, 262_144],
    [1_000_000, 1_048_576],
  ])('%i bytes become %i', (bytes, size) => {
    expect(paddedSize(bytes)).toBe(size);
  });

  it('hold what they pad, and are themselves classes', () => {
    const property = fc.property(fc.integer({ min: 1, max: 2 ** 30 }), (bytes) => {
      const size = paddedSize(bytes);
      expect(size).toBeGreaterThanOrEqual(bytes);
      expect(isPaddedSize(size)).toBe(true);
      expect(isPaddedSize(bytes)).toBe(size === bytes);
    });
    fc.assert(property);
  });

  it.each([0, 1, 2048, 8192, 32_768])('%i bytes are none', (bytes) => {
    expect(isPaddedSize(bytes)).toBe(false);
  });
});
