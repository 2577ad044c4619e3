import { compactVerify } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { readFixture, readFixtureWorld } from '../../test/read-fixtures.ts';
import type { World } from '../../test/world.ts';
import { signBundle } from '../sign/sign-bundle.ts';
import { readBundleIdentity, verifyBundle, type BundleContent } from './bundle.ts';
import { BundleError } from './errors.ts';

const fixture = readFixture('bundles.json') as {
  pinned: string;
  now: number;
  accepted: { bundle: string; payload: Record<string, unknown> };
  refused: { name: string; bundle: string }[];
};
const now = new Date(fixture.now);
let world: World;

beforeAll(async () => {
  world = await readFixtureWorld();
});

function content(more: Partial<BundleContent> = {}): BundleContent {
  return {
    number: 3,
    issuedAt: new Date(fixture.now - 250),
    expiresAt: new Date(fixture.now + 86_400_000),
    keys: [world.platformEncryption.publicJwk],
    identity: world.platform.publicJwk,
    proxies: ['http://127.0.0.1:8000'],
    protocolVersions: ['1'],
    auditHead: 'ab'.repeat(32),
    ...more,
  };
}

describe('a bundle', () => {
  it('reads as it was signed', async () => {
    const jws = await signBundle(content(), world.platform);
    expect(await verifyBundle(jws, world.platform.thumbprint, { now, lastNumber: 3 })).toEqual(content());
    expect((await readBundleIdentity(jws)).thumbprint).toBe(world.platform.thumbprint);
  });

  it('reads from the fixture', async () => {
    const { issued, expires, ...same } = fixture.accepted.payload;
    const read = await verifyBundle(fixture.accepted.bundle, fixture.pinned, { now });
    expect(read).toEqual({ ...same, issuedAt: new Date(issued as number), expiresAt: new Date(expires as number) });
  });

  it.each(fixture.refused)('is refused: $name', async ({ bundle }) => {
    await expect(verifyBundle(bundle, fixture.pinned, { now })).rejects.toEqual(new BundleError('BUNDLE_INVALID'));
  });

  it.each(fixture.refused)('control: jose alone takes it: $name', async ({ bundle }) => {
    const keys = [world.platform.cryptoKey, world.mallory.cryptoKey];
    const taken = await Promise.allSettled(keys.map((key) => compactVerify(bundle, key, { crit: { dq0: true } })));
    expect(taken.map(({ status }) => status)).toContain('fulfilled');
  });

  it('is refused under another pin, though its own identity reads', async () => {
    const jws = await signBundle(content({ identity: world.mallory.publicJwk }), world.mallory);
    expect((await readBundleIdentity(jws)).thumbprint).toBe(world.mallory.thumbprint);
    await expect(verifyBundle(jws, fixture.pinned, { now })).rejects.toEqual(new BundleError('BUNDLE_INVALID'));
  });

  it('is stale when it has expired, to the millisecond', async () => {
    const jws = await signBundle(content({ expiresAt: now }), world.platform);
    const at = (milliseconds: number): Promise<BundleContent> =>
      verifyBundle(jws, fixture.pinned, { now: new Date(fixture.now + milliseconds) });
    await expect(at(0)).rejects.toEqual(new BundleError('BUNDLE_STALE'));
    expect((await at(-1)).number).toBe(3);
  });

  it('is stale when a later one was seen, and only then', async () => {
    const jws = await signBundle(content(), world.platform);
    const after = (lastNumber: number): Promise<BundleContent> =>
      verifyBundle(jws, fixture.pinned, { now, lastNumber });
    await expect(after(4)).rejects.toEqual(new BundleError('BUNDLE_STALE'));
    expect((await after(3)).number).toBe(3);
    expect((await after(2)).number).toBe(3);
  });

  it('carries its code and exit for the command line', () => {
    expect(new BundleError('BUNDLE_STALE')).toMatchObject({ code: 'BUNDLE_STALE', exit: 8 });
  });

  it.each(['', 'a.b.c', '..', 'x'.repeat(70_000)])('is refused when it is some text', async (text) => {
    await expect(readBundleIdentity(text)).rejects.toEqual(new BundleError('BUNDLE_INVALID'));
  });

  it('is signed only by the identity that it names', async () => {
    await expect(signBundle(content(), world.mallory)).rejects.toThrow('signed by the identity that it names');
  });
});
