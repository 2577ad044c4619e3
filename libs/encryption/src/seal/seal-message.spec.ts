import { MAX_ENVELOPE_BYTES } from '@dq0/protocol';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { freshWorld, type World } from '../../test/world.ts';
import { newMessageId } from '../digest/random-token.ts';
import { generateEncryptionKey } from '../keys/encryption-key.ts';
import { generateIdentityKey } from '../keys/identity-key.ts';
import { EnvelopeError } from '../verify/errors.ts';
import { readOuter } from '../verify/outer-header.ts';
import { openMessage } from './open-message.ts';
import { SealError } from './seal-error.ts';
import { sealMessage, type MessageToSeal } from './seal-message.ts';

const issuedAt = new Date('2026-11-02T09:00:00.250Z');
const expiresAt = new Date('2026-11-02T10:00:00.000Z');
let world: World;

beforeAll(async () => {
  world = await freshWorld();
});

function request(body: unknown, more: Partial<MessageToSeal> = {}): MessageToSeal {
  const recipient = { identity: world.platform.thumbprint, encryption: world.platformEncryption.publicKey };
  const message = { type: 'request', sender: world.device, recipient, id: newMessageId() } as const;
  return { ...message, number: 1, issuedAt, expiresAt, body, ...more };
}

function opening(): Parameters<typeof openMessage>[1] {
  const { device, platform, platformEncryption } = world;
  return {
    type: 'request',
    sender: device.publicKey,
    recipientIdentity: platform.thumbprint,
    keys: [platformEncryption],
  };
}

describe('sealing', () => {
  it('keeps any JSON value as it is', async () => {
    const property = fc.asyncProperty(fc.jsonValue(), async (body) => {
      const { body: opened } = await openMessage(await sealMessage(request(body)), opening());
      expect(JSON.stringify(opened)).toBe(JSON.stringify(JSON.parse(JSON.stringify(opened))));
      expect(opened).toEqual(JSON.parse(JSON.stringify(body)));
    });
    await fc.assert(property, { numRuns: 50 });
  });

  it('keeps times to the millisecond', async () => {
    expect(readOuter(await sealMessage(request(null)))).toMatchObject({ issuedAt, expiresAt });
  });

  it('shows only the size class of a body', async () => {
    const length = async (characters: number): Promise<number> =>
      (await sealMessage(request('x'.repeat(characters), { id: 'one' }))).length;
    expect(await length(0)).toBe(await length(700));
    expect(await length(700)).toBeLessThan(await length(1000));
    expect(await length(1000)).toBe(await length(3800));
    expect(await length(65_537)).toBe(await length(130_000));
  });

  it('uses a new content key and IV for every message', async () => {
    const message = request('same');
    const jwe = (envelope: string): string[] => Buffer.from(envelope.split('.')[1]!, 'base64url').toString().split('.');
    const [first, second] = [jwe(await sealMessage(message)), jwe(await sealMessage(message))];
    expect(first[0]).toBe(second[0]);
    for (const part of [1, 2, 3, 4]) expect(first[part]).not.toBe(second[part]);
  });

  it('works in every suite, each named in typ', async () => {
    const [sender, key] = await Promise.all([generateIdentityKey(3072), generateEncryptionKey(3072)]);
    const recipient = { identity: world.platform.thumbprint, encryption: key };
    const envelope = await sealMessage(request('large', { sender, recipient }));
    expect(readOuter(envelope).typ).toBe('dq0-request+1.rsa3072');
    expect((await openMessage(envelope, { ...opening(), sender, keys: [key] })).body).toBe('large');
    await expect(openMessage(envelope, opening())).rejects.toEqual(new EnvelopeError());
    const weaker = { ...key, suite: 'rsa2048' } as const;
    await expect(openMessage(envelope, { ...opening(), sender, keys: [weaker] })).rejects.toEqual(new EnvelopeError());
  });

  it('seals the largest body that a proxy takes, and no larger one', async () => {
    const envelope = await sealMessage(request('x'.repeat(500_000)));
    expect(envelope.length).toBeLessThanOrEqual(MAX_ENVELOPE_BYTES);
    expect((await openMessage(envelope, opening())).body).toHaveLength(500_000);
    await expect(sealMessage(request('x'.repeat(524_288)))).rejects.toEqual(new SealError('BODY_TOO_LARGE'));
  });

  it.each([
    ['no body', { body: undefined }, 'BODY_MISSING'],
    ['a reply that names no request', { type: 'reply' }, 'REPLY_REFERENCE'],
    ['a reply that names it in another form', { type: 'reply', inReplyTo: 'AB' }, 'REPLY_REFERENCE'],
    ['a request that names one', { inReplyTo: '5f'.repeat(32) }, 'REPLY_REFERENCE'],
    ['an id with other characters', { id: 'a b' }, 'ID'],
    ['a recipient that is not a thumbprint', { recipient: 'identity' }, 'RECIPIENT'],
    ['a number that does not count', { number: -1 }, 'NUMBER'],
    ['an expiry before the issue', { expiresAt: new Date(issuedAt.getTime() - 1) }, 'VALIDITY'],
    ['a date that is none', { issuedAt: new Date(Number.NaN) }, 'VALIDITY'],
  ] as const)('refuses to seal what the recipient would refuse: %s', async (_what, change, fault) => {
    const recipient = { identity: 'platform', encryption: world.platformEncryption };
    const changed = 'recipient' in change ? { recipient } : change;
    const message = { ...request(null), ...changed };
    await expect(sealMessage(message)).rejects.toEqual(new SealError(fault));
  });

  it.each([
    ['NaN', { share: Number.NaN }],
    ['a date', { at: new Date() }],
    ['half a pair', { text: '\ud800' }],
  ])('refuses a body that is not JSON: %s', async (_what, body) => {
    await expect(sealMessage(request(body))).rejects.toEqual(new SealError('BODY_UNREADABLE'));
  });
});
