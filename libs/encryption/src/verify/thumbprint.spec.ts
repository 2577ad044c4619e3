import { describe, expect, it } from 'vitest';
import { readFixture, readFixtureWorld } from '../../test/read-fixtures.ts';
import { fingerprintGroups } from './fingerprint.ts';
import { importIdentityPublic } from './identity-public.ts';

/** The key and thumbprint of RFC 7638, 3.1 (its kid and alg are left out). */
const RFC_7638 = {
  kty: 'RSA',
  n:
    '0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknj' +
    'hMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQ' +
    'vRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzK' +
    'nqDKgw',
  e: 'AQAB',
};
const RFC_7638_THUMBPRINT = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';

describe('thumbprints', () => {
  it('are those of RFC 7638', async () => {
    const key = await importIdentityPublic(RFC_7638);
    expect(key.thumbprint).toBe(RFC_7638_THUMBPRINT);
    expect(key.publicJwk.kid).toBe(RFC_7638_THUMBPRINT);
  });
});

describe('fingerprints that people compare', () => {
  it('are twelve groups of five digits of the number modulo 10^60', () => {
    const number = BigInt(`0x${Buffer.from(RFC_7638_THUMBPRINT, 'base64url').toString('hex')}`);
    const digits = fingerprintGroups(RFC_7638_THUMBPRINT);
    expect(digits).toMatch(/^\d{5}( \d{5}){11}$/);
    expect(BigInt(digits.replaceAll(' ', ''))).toBe(number % 10n ** 60n);
  });

  it('keep leading zeros', () => {
    expect(fingerprintGroups(Buffer.alloc(32).toString('base64url'))).toBe(Array(12).fill('00000').join(' '));
    const one = Buffer.alloc(32).fill(1, 31);
    expect(fingerprintGroups(one.toString('base64url'))).toBe([...Array<string>(11).fill('00000'), '00001'].join(' '));
  });

  it('are the same in the fixtures', async () => {
    const { fingerprints } = readFixture('keys.json') as { fingerprints: Record<string, string> };
    for (const { thumbprint } of Object.values<{ thumbprint: string }>({ ...(await readFixtureWorld()) })) {
      expect(fingerprintGroups(thumbprint)).toBe(fingerprints[thumbprint]);
    }
  });

  it.each(['', 'AAAA', 'A'.repeat(44), `${'A'.repeat(42)}B`, 'not base64url'])(
    'exist for no other text: %j',
    (text) => {
      expect(() => fingerprintGroups(text)).toThrow(TypeError);
    },
  );
});
