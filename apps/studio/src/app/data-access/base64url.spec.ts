import { describe, expect, it } from 'vitest';
import { decode, encode, encodeText } from './base64url.ts';

describe('base64url', () => {
  it.each([[], [0], [255, 254], [62 << 2, 63 << 2, 1], [1, 2, 3, 4]])('gives bytes back: %j', (...bytes) => {
    const text = encode(Uint8Array.from(bytes).buffer);
    expect(text).toBe(Buffer.from(bytes).toString('base64url'));
    expect([...decode(text)]).toEqual(bytes);
  });

  it('writes texts as UTF-8', () => {
    expect(encodeText('ü🙂')).toBe(Buffer.from('ü🙂').toString('base64url'));
  });
});
