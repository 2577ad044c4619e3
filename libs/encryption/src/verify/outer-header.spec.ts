import { MAX_ENVELOPE_BYTES } from '@dq0/protocol';
import { describe, expect, it, vi } from 'vitest';
import { SECRET } from '../../test/base-message.ts';
import { forge, pad } from '../../test/forge.ts';
import { openLeniently } from '../../test/open-leniently.ts';
import type { AcceptedMessage } from '../../test/message-fixtures.ts';
import { readFixture, readFixtureWorld } from '../../test/read-fixtures.ts';
import { EnvelopeError } from './errors.ts';
import { readOuter, verifyOuter } from './outer-header.ts';

const { cases } = readFixture('accepted.json') as { cases: AcceptedMessage[] };
const { envelope } = cases[0]!;

describe('what a relay reads', () => {
  it('says who, to whom, which and until when, without a key', async () => {
    const { device, platform } = await readFixtureWorld();
    const touched = (['verify', 'decrypt', 'importKey'] as const).map((name) => vi.spyOn(crypto.subtle, name));
    expect(readOuter(envelope)).toMatchObject({
      typ: 'dq0-request+1.rsa2048',
      type: 'request',
      kid: device.thumbprint,
      to: platform.thumbprint,
      issuedAt: new Date('2026-11-02T09:00:00.250Z'),
      expiresAt: new Date('2026-11-02T10:00:00.250Z'),
    });
    expect(touched.flatMap(({ mock }) => mock.calls)).toEqual([]);
    vi.restoreAllMocks();
  });

  it('is refused above the size limit before anything is decoded', async () => {
    const world = await readFixtureWorld();
    const body = { body: { question: SECRET, filler: 'x'.repeat(600_000) } };
    const large = await forge(world, { content: body, plaintext: (bytes) => pad(bytes, 1_048_576) });
    expect(large.length).toBeGreaterThan(MAX_ENVELOPE_BYTES);
    const decoding = vi.spyOn(globalThis, 'atob');
    expect(() => readOuter(large)).toThrow(EnvelopeError);
    expect(decoding).not.toHaveBeenCalled();
    vi.restoreAllMocks();
    const { signed, plaintext } = await openLeniently(large, [world.device], [world.platformEncryption]);
    expect([signed, plaintext?.length]).toEqual([true, 1_048_576]);
  });

  it('is refused when it is not text', () => {
    for (const value of [undefined, null, 5, {}, ['a.b.c']]) {
      expect(() => readOuter(value as string)).toThrow(EnvelopeError);
    }
  });

  it('is verified with the key of the sender and no other', async () => {
    const { device, mallory } = await readFixtureWorld();
    expect(await verifyOuter(envelope, device.publicKey)).toEqual(readOuter(envelope));
    await expect(verifyOuter(envelope, mallory.publicKey)).rejects.toEqual(new EnvelopeError());
    const renamed = { ...device.publicKey, thumbprint: mallory.thumbprint };
    await expect(verifyOuter(envelope, renamed)).rejects.toEqual(new EnvelopeError());
    const stronger = { ...device.publicKey, suite: 'rsa3072' } as const;
    await expect(verifyOuter(envelope, stronger)).rejects.toEqual(new EnvelopeError());
  });
});
