import fc from 'fast-check';
import { calculateJwkThumbprint, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import type { KeyCase } from '../../test/cases/key-cases.ts';
import { readFixture } from '../../test/read-fixtures.ts';
import { importEncryptionPublic } from '../keys/encryption-key.ts';
import { KeyImportError } from './errors.ts';
import { importIdentityPublic } from './identity-public.ts';

const { cases } = readFixture('public-keys.json') as { cases: KeyCase[] };
const accepted = cases.filter(({ fault }) => fault === null);
const refused = cases.filter(({ fault }) => fault !== null);
const importers = { sig: importIdentityPublic, enc: importEncryptionPublic };

describe('public keys', () => {
  it.each(accepted)('are taken: $name', async ({ jwk, purpose }) => {
    const key = await importers[purpose](jwk);
    const { n } = jwk as { n: string };
    expect(key.thumbprint).toBe(await calculateJwkThumbprint({ kty: 'RSA', n, e: 'AQAB' }));
    expect(key.publicJwk).toMatchObject({ kty: 'RSA', n, e: 'AQAB', use: purpose, kid: key.thumbprint });
  });

  it.each(refused)('are refused: $name', async ({ jwk, purpose, fault }) => {
    await expect(importers[purpose](jwk)).rejects.toEqual(new KeyImportError(fault!));
  });

  it.each(refused.filter(({ control }) => control === 'taken by WebCrypto'))(
    'control: WebCrypto, as jose calls it, takes the numbers: $name',
    async ({ jwk }) => {
      const { n, e } = jwk as { n: string; e: string };
      await expect(importJWK({ kty: 'RSA', n, e }, 'PS256')).resolves.toMatchObject({ type: 'public' });
    },
  );

  it('have no other exponent than 65537', async () => {
    const { n } = accepted[0]!.jwk as { n: string };
    const property = fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 8 }), async (bytes) => {
      const e = Buffer.from(bytes).toString('base64url');
      fc.pre(e !== 'AQAB');
      await expect(importIdentityPublic({ kty: 'RSA', n, e })).rejects.toEqual(new KeyImportError('EXPONENT'));
    });
    await fc.assert(property, { numRuns: 100 });
  });

  it('are refused, never thrown out otherwise, whatever is handed in', async () => {
    const property = fc.asyncProperty(fc.anything({ withNullPrototype: true, withBigInt: true }), async (value) => {
      await expect(importIdentityPublic(value)).rejects.toBeInstanceOf(KeyImportError);
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('say what to do about a fault', () => {
    expect(new KeyImportError('EXPONENT').message).toBe(
      "The key's public exponent is not 65537 (AQAB). Make a new key with this product.",
    );
  });
});
