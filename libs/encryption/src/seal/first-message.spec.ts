import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { FirstMessageFixture } from '../../test/message-fixtures.ts';
import { openLeniently } from '../../test/open-leniently.ts';
import { readFixture, readFixtureWorld } from '../../test/read-fixtures.ts';
import type { World } from '../../test/world.ts';
import { EnvelopeError } from '../verify/errors.ts';
import { openFirstMessage } from './open-message.ts';

const { cases } = readFixture('first-messages.json') as { cases: FirstMessageFixture[] };
const accepted = cases.filter(({ verdict }) => verdict === 'accepted');
const refused = cases.filter(({ verdict }) => verdict === 'refused');
let world: World;

beforeAll(async () => {
  world = await readFixtureWorld();
});

function opening(): { recipientIdentity: string; keys: [World['platformEncryption']] } {
  return { recipientIdentity: world.platform.thumbprint, keys: [world.platformEncryption] };
}

describe('the first message of someone unknown', () => {
  it.each(accepted)('opens with $name and says who sent it', async ({ envelope }) => {
    const { sender, header, body } = await openFirstMessage(envelope, opening());
    expect(sender.thumbprint).toBe(world.device.thumbprint);
    expect(header.kid).toBe(world.device.thumbprint);
    expect(body).toMatchObject({ operation: 'user.register' });
  });

  it.each(refused)('is refused with $name', async ({ envelope }) => {
    await expect(openFirstMessage(envelope, opening())).rejects.toEqual(new EnvelopeError());
  });

  it.each(refused)('control: without our rules, "$name" opens', async ({ envelope }) => {
    const { signed, plaintext } = await openLeniently(envelope, [world.device, world.mallory], opening().keys);
    expect(signed).toBe(true);
    expect(plaintext).toContain('"body"');
  });

  it('is refused after one verification and two decryptions (key, content), whatever is wrong', async () => {
    for (const { envelope } of cases) {
      const verify = vi.spyOn(crypto.subtle, 'verify');
      const decrypt = vi.spyOn(crypto.subtle, 'decrypt');
      await openFirstMessage(envelope, opening()).catch(() => undefined);
      expect([verify.mock.calls.length, decrypt.mock.calls.length]).toEqual([1, 2]);
      vi.restoreAllMocks();
    }
  });

  it('is refused for another recipient, and with no key at all', async () => {
    const [{ envelope }] = accepted as [FirstMessageFixture];
    const other = { ...opening(), recipientIdentity: world.mallory.thumbprint };
    await expect(openFirstMessage(envelope, other)).rejects.toEqual(new EnvelopeError());
    await expect(openFirstMessage(envelope, { ...opening(), keys: [] })).rejects.toEqual(new EnvelopeError());
  });
});
