import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AcceptedMessage } from '../../test/message-fixtures.ts';
import { SECRET } from '../../test/base-message.ts';
import { openLeniently } from '../../test/open-leniently.ts';
import { openingIn, readFixture, readFixtureWorld } from '../../test/read-fixtures.ts';
import type { World } from '../../test/world.ts';
import { EnvelopeError } from '../verify/errors.ts';
import { openMessage } from './open-message.ts';

const { cases } = readFixture('accepted.json') as { cases: AcceptedMessage[] };
const message = cases.find(({ name }) => name === 'a request')!;
const TEXT = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= \n{"';
let world: World;

beforeAll(async () => {
  world = await readFixtureWorld();
});

async function open(envelope: string): Promise<unknown> {
  return openMessage(envelope, openingIn(world, message.open)).catch((error: unknown) => error);
}

const anyPlace = fc.nat(message.envelope.length - 1);
const anyCharacter = fc.constantFrom(...Array.from(TEXT));

describe('a message changed on its way', () => {
  it('is refused whichever character becomes another one', async () => {
    const property = fc.asyncProperty(anyPlace, anyCharacter, async (place, character) => {
      fc.pre(message.envelope[place] !== character);
      const changed = message.envelope.slice(0, place) + character + message.envelope.slice(place + 1);
      expect(await open(changed)).toEqual(new EnvelopeError());
    });
    await fc.assert(property, { numRuns: 400 });
  });

  it('is refused when characters are lost, doubled or added anywhere', async () => {
    const property = fc.asyncProperty(anyPlace, anyPlace, fc.constantFrom('', 'A', '.'), async (left, right, more) => {
      const changed = message.envelope.slice(0, left) + more + message.envelope.slice(right);
      fc.pre(changed !== message.envelope);
      expect(await open(changed)).toEqual(new EnvelopeError());
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('is refused when it is any text at all', async () => {
    const property = fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (text) => {
      expect(await open(text)).toEqual(new EnvelopeError());
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it('control: unchanged it opens, and an opener that skips the signature takes a changed header', async () => {
    expect(await open(message.envelope)).toMatchObject({ body: message.body });
    const [header = '', ...rest] = message.envelope.split('.');
    const changed = Buffer.from(header, 'base64url').toString().replace('"number":7', '"number":8');
    const forged = [Buffer.from(changed).toString('base64url'), ...rest].join('.');
    expect(await open(forged)).toEqual(new EnvelopeError());
    const { signed, plaintext } = await openLeniently(forged, [world.device], [world.platformEncryption]);
    expect({ signed, opened: plaintext?.includes(SECRET) }).toEqual({ signed: false, opened: true });
  });
});
