import { describe, expect, it } from 'vitest';
import { sha256HexSync } from './sha256-sync.ts';
import { sha256Hex } from './sha256.ts';

describe('the digest that does not wait', () => {
  it('gives the published values (FIPS 180-4 examples)', () => {
    expect(sha256HexSync('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256HexSync('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('agrees with WebCrypto for every length over the borders of blocks', async () => {
    for (let length = 0; length <= 200; length += 1) {
      const bytes = crypto.getRandomValues(new Uint8Array(length));
      expect(sha256HexSync(bytes)).toBe(await sha256Hex(bytes));
    }
  });

  it('digests text as UTF-8', async () => {
    expect(sha256HexSync('Grüße, 数据')).toBe(await sha256Hex('Grüße, 数据'));
  });
});
