import { describe, expect, it } from 'vitest';
import { sizeText } from './size.ts';

describe('a number of bytes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1000, '1.0 KB'],
    [38_200_000_000, '38.2 GB'],
    [5e18, '5000.0 PB'],
  ])('%d reads %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));
});
