import { importJWK } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFixture } from '../../test/read-fixtures.ts';
import { toBase64url, toNumber } from '../../test/textbook-rsa.ts';
import { KeyImportError, type KeyFault } from '../verify/errors.ts';
import { generateEncryptionKey, importEncryptionKey } from './encryption-key.ts';
import { exportPrivateKey } from './export-private-key.ts';
import { generateIdentityKey, importIdentityKey } from './identity-key.ts';

type Jwk = Record<string, string>;
const { keys } = readFixture('keys.json') as { keys: Record<'device' | 'mallory' | 'deviceEncryption', Jwk> };
const { device, mallory, deviceEncryption } = keys;

describe('generated keys', () => {
  let thumbprints: string[];

  beforeAll(async () => {
    const made = await Promise.all([generateIdentityKey(), generateIdentityKey(), generateEncryptionKey()]);
    thumbprints = made.map(({ thumbprint }) => thumbprint);
  });

  it('are all different', () => {
    expect(new Set(thumbprints).size).toBe(3);
  });

  it.each([2048, 3072, 4096] as const)('have exactly %i bits', async (bits) => {
    const { publicJwk, suite } = await generateIdentityKey(bits);
    expect(Buffer.from(publicJwk.n, 'base64url')).toHaveLength(bits / 8);
    expect(suite).toBe(`rsa${bits}`);
  });

  it('show nothing private when they are written out', async () => {
    const key = await generateEncryptionKey();
    const { d } = JSON.parse(await exportPrivateKey(key)) as { d: string };
    expect(JSON.stringify(key)).not.toContain(d);
    expect(JSON.stringify(key.publicJwk)).not.toContain(d);
  });
});

describe('private keys in a key store', () => {
  it('come back as they were', async () => {
    const identity = await generateIdentityKey();
    expect((await importIdentityKey(await exportPrivateKey(identity))).publicJwk).toEqual(identity.publicJwk);
    const encryption = await generateEncryptionKey();
    expect((await importEncryptionKey(await exportPrivateKey(encryption))).publicJwk).toEqual(encryption.publicJwk);
  });

  it('are refused with another private exponent, though its remainders fit', async () => {
    const number = (name: string): bigint => toNumber(device[name]!);
    const d = number('d') + 2n;
    const dp = toBase64url(d % (number('p') - 1n));
    const dq = toBase64url(d % (number('q') - 1n));
    const text = JSON.stringify({ ...device, d: toBase64url(d), dp, dq });
    await expect(importIdentityKey(text)).rejects.toEqual(new KeyImportError('PRIVATE_PART'));
  });

  it.each<[string, Jwk, KeyFault]>([
    ['a prime of another key', { ...device, p: mallory['p']! }, 'PRIVATE_PART'],
    ['the private exponent of another key', { ...device, d: mallory['d']! }, 'PRIVATE_PART'],
    ['a changed remainder (the fault that leaks primes)', { ...device, dp: device['dq']! }, 'PRIVATE_PART'],
    ['a changed coefficient', { ...device, qi: device['dp']! }, 'PRIVATE_PART'],
    ['the modulus of another key', { ...device, n: mallory['n']!, kid: mallory['kid']! }, 'PRIVATE_PART'],
    ['an encryption key', deviceEncryption, 'USE'],
    ['no use', { ...device, use: undefined as unknown as string }, 'USE'],
    ['the kid of another key', { ...device, kid: mallory['kid']! }, 'KID'],
    ['exponent 3', { ...device, e: 'Aw' }, 'EXPONENT'],
    ['no prime', { ...device, p: undefined as unknown as string }, 'SHAPE'],
    ['a third prime', { ...device, oth: 'AQ' }, 'SHAPE'],
    ['another member', { ...device, note: 'x' }, 'SHAPE'],
  ])('are refused with %s', async (_what, jwk, fault) => {
    await expect(importIdentityKey(JSON.stringify(jwk))).rejects.toEqual(new KeyImportError(fault));
  });

  it('are refused when a member occurs twice, or the text is no JSON', async () => {
    const twice = JSON.stringify(device).replace('{', '{"kty":"RSA",');
    for (const text of [twice, '', 'null', '[]', '{}']) {
      await expect(importIdentityKey(text)).rejects.toEqual(new KeyImportError('SHAPE'));
    }
  });

  it('control: jose alone takes a private key with members of two purposes and a chosen kid', async () => {
    await expect(importJWK({ ...device, kid: 'mine', use: 'enc', note: 'x' }, 'PS256')).resolves.toBeDefined();
  });
});
