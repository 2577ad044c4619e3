import { generateIdentityKey, type IdentityKey } from '@dq0/encryption';
import type * as Verify from '@dq0/encryption/verify';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { makePlatform, sealReply, sealRequest, type TestPlatform } from '../../testing/parties.ts';
import { TestProxy } from '../../testing/running-proxy.ts';
import { Nonces } from '../proofs/index.ts';

/** Verification as it would be if somebody had taken it out. */
vi.mock('@dq0/encryption/verify', async (original) => {
  const real = await original<typeof Verify>();
  const { EnvelopeError } = real;
  const read = (envelope: string) => Promise.resolve().then(() => real.readOuter(envelope));
  return { ...real, EnvelopeError, verifyOuter: read };
});

let platform: TestPlatform;
let device: IdentityKey;
let stranger: IdentityKey;
let proxy: TestProxy;

beforeAll(async () => {
  [platform, device, stranger] = await Promise.all([makePlatform(), generateIdentityKey(), generateIdentityKey()]);
});
beforeEach(async () => {
  proxy = await TestProxy.start(platform);
  await proxy.introducePlatform();
});
afterEach(() => proxy.stop());

describe('what the other tests refuse would pass if a guard were missing (controls)', () => {
  it('without the signature check, a message that another key signed', async () => {
    const [mine, theirs] = await Promise.all([sealRequest(device, platform), sealRequest(stranger, platform)]);
    const foreign = [...mine.envelope.split('.').slice(0, 2), theirs.envelope.split('.')[2]].join('.');
    expect((await proxy.post(foreign, device)).status).toBe(202);
  });

  it('without the signature check, a reply that the platform did not make', async () => {
    const forged = await sealReply({ ...platform, identity: stranger }, device, await sealRequest(device, platform));
    expect((await proxy.push({ replies: [forged] })).body).toEqual({ stored: 1 });
  });

  it('without single use, a proof that was used', async () => {
    vi.spyOn(proxy.running.app.get(Nonces), 'use').mockReturnValue(true);
    const body = { proof: await proxy.pullProof(), limit: 1, waitSeconds: 0 };
    expect((await proxy.postJson('/v1/platform/pull', body)).status).toBe(200);
    expect((await proxy.postJson('/v1/platform/pull', body)).status).toBe(200);
  });

  it('without the sweep, a message after its expiry', async () => {
    const { envelope } = await sealRequest(device, platform, { expiresAt: proxy.clock.now() + 60_000 });
    await proxy.post(envelope, device);
    proxy.clock.advance(61_000);
    expect(JSON.stringify((await proxy.pull()).body)).toContain(envelope);
  });
});
