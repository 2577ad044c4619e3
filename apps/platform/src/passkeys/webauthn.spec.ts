import { SoftAuthenticator, type Misbehaviour } from '@dq0/tools/testing/soft-authenticator';
import { describe, expect, it, vi } from 'vitest';
import { assertedCounter, registeredPasskey } from './webauthn.ts';

const ORIGIN = 'http://localhost:9000';
const CHALLENGE = 'A'.repeat(43);
const expected = { challenge: CHALLENGE, origin: ORIGIN };
const WRONG: [string, Misbehaviour][] = [
  ['another origin', { origin: 'http://localhost:9001' }],
  ['another relying party', { rpId: 'example.org' }],
  ['no user verification', { unverified: true }],
  ['another type', { type: 'webauthn.other' }],
];

const register = (key: SoftAuthenticator, wrong?: Misbehaviour, challenge = CHALLENGE) =>
  registeredPasskey({ ...key.register(challenge, wrong), transports: [] }, expected);

describe('a registration', () => {
  it('gives the public key', async () => {
    const key = new SoftAuthenticator(ORIGIN);
    expect(await register(key)).toMatchObject({ id: key.credential, counter: 0 });
  });

  it.each(WRONG)('with %s gives none', async (_what, wrong) => {
    expect(await register(new SoftAuthenticator(ORIGIN), wrong)).toBeUndefined();
  });

  it('of another challenge, or under another id, gives none', async () => {
    const key = new SoftAuthenticator(ORIGIN);
    expect(await register(key, {}, 'B'.repeat(43))).toBeUndefined();
    const other = new SoftAuthenticator(ORIGIN);
    const mixed = { ...key.register(CHALLENGE), id: other.credential, transports: [] };
    expect(await registeredPasskey(mixed, expected)).toBeUndefined();
  });

  it.each(['packed', 'fido-u2f', 'tpm', 'android-safetynet', 'nonsense'])(
    'with a statement of who made it gives none, and nobody is called: %s',
    async (format) => {
      const called = vi.spyOn(globalThis, 'fetch');
      expect(await register(new SoftAuthenticator(ORIGIN), { format })).toBeUndefined();
      expect(called).not.toHaveBeenCalled();
      called.mockRestore();
    },
  );

  it('that is no CBOR gives none', async () => {
    const made = { ...new SoftAuthenticator(ORIGIN).register(CHALLENGE), attestationObject: 'AAAA', transports: [] };
    expect(await registeredPasskey(made, expected)).toBeUndefined();
  });
});

describe('an assertion', () => {
  const KNOWN = { userId: 'u', name: 'n', transports: [], createdAt: 0, usedAt: null };
  const made = async () => {
    const key = new SoftAuthenticator(ORIGIN);
    const registered = await register(key);
    return { key, passkey: { ...KNOWN, id: key.credential, publicKey: registered?.publicKey ?? '', counter: 0 } };
  };

  it('carries its counter, which is not judged here', async () => {
    const { key, passkey } = await made();
    expect(await assertedCounter(key.assert(CHALLENGE), passkey, expected)).toBe(1);
    expect(await assertedCounter(key.assert(CHALLENGE, { counter: 0 }), passkey, expected)).toBe(0);
  });

  it.each(WRONG)('with %s is none', async (_what, wrong) => {
    const { key, passkey } = await made();
    expect(await assertedCounter(key.assert(CHALLENGE, wrong), passkey, expected)).toBeUndefined();
  });

  it('of another challenge or of another key is none', async () => {
    const [one, other] = [await made(), await made()];
    expect(await assertedCounter(one.key.assert('B'.repeat(43)), one.passkey, expected)).toBeUndefined();
    const foreign = { ...other.key.assert(CHALLENGE), id: one.key.credential };
    expect(await assertedCounter(foreign, one.passkey, expected)).toBeUndefined();
    const changed = { ...one.key.assert(CHALLENGE), signature: other.key.assert(CHALLENGE).signature };
    expect(await assertedCounter(changed, one.passkey, expected)).toBeUndefined();
  });
});
