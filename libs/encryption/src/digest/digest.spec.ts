import { describe, expect, it } from 'vitest';
import { hmacHex } from './hmac.ts';
import { newMessageId, randomToken } from './random-token.ts';
import { sha256Hex } from './sha256.ts';

describe('digests', () => {
  it('are SHA-256 (FIPS 180-4), of bytes and of UTF-8', async () => {
    const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
    expect(await sha256Hex('abc')).toBe(abc);
    expect(await sha256Hex(Uint8Array.of(97, 98, 99))).toBe(abc);
    expect(await sha256Hex(Buffer.from('xabcx').subarray(1, 4))).toBe(abc);
  });

  it('are HMAC-SHA-256 (RFC 4231, cases 1, 2 and 6)', async () => {
    expect(await hmacHex('0b'.repeat(20), 'Hi There')).toBe(
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    );
    expect(await hmacHex('4a656665', 'what do ya want for nothing?')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    expect(await hmacHex('aa'.repeat(131), 'Test Using Larger Than Block-Size Key - Hash Key First')).toBe(
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    );
  });

  it.each(['', 'xyz', 'ABCD', 'abc'])('have no key %j', async (key) => {
    await expect(hmacHex(key, 'text')).rejects.toThrow(TypeError);
  });
});

describe('random values', () => {
  it('are base64url of as many bytes as asked', () => {
    expect(randomToken()).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(randomToken(16), 'base64url')).toHaveLength(16);
  });

  it('do not repeat', () => {
    expect(new Set(Array.from({ length: 1000 }, () => randomToken())).size).toBe(1000);
    expect(new Set(Array.from({ length: 1000 }, newMessageId)).size).toBe(1000);
  });
});
