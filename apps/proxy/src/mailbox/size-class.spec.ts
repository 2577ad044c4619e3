import { expect, it } from 'vitest';
import { sizeClass } from './size-class.ts';

it.each([
  [1, 1024],
  [1024, 1024],
  [1025, 4096],
  [16_384, 16_384],
  [65_536, 65_536],
  [65_537, 131_072],
  [1_500_000, 2_097_152],
])('puts %i bytes into the class of %i', (bytes, expected) => {
  expect(sizeClass(bytes)).toBe(expected);
});
