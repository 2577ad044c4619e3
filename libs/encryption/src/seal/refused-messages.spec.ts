import { beforeAll, describe, expect, it } from 'vitest';
import { SECRET } from '../../test/base-message.ts';
import { refusedCases, type RefusedMessage } from '../../test/message-fixtures.ts';
import { openLeniently } from '../../test/open-leniently.ts';
import { openingIn, readFixture, readFixtureWorld } from '../../test/read-fixtures.ts';
import type { World } from '../../test/world.ts';
import { EnvelopeError } from '../verify/errors.ts';
import { readOuter, verifyOuter } from '../verify/outer-header.ts';
import { openMessage } from './open-message.ts';

const { cases } = readFixture('refused.json') as { cases: RefusedMessage[] };
let world: World;

beforeAll(async () => {
  world = await readFixtureWorld();
});

async function refusalOf(attempt: () => unknown): Promise<unknown> {
  try {
    await attempt();
  } catch (error) {
    return error;
  }
  return 'accepted';
}

describe('messages that every implementation refuses', () => {
  it.each(cases)('$name', async ({ envelope, open, recognised }) => {
    const opening = openingIn(world, open);
    expect(await refusalOf(() => openMessage(envelope, opening))).toEqual(new EnvelopeError());
    const outside = await refusalOf(() => readOuter(envelope));
    expect(outside === 'accepted').toBe(recognised !== 'outside');
    const signature = await refusalOf(() => verifyOuter(envelope, opening.sender.publicKey));
    expect(signature === 'accepted').toBe(recognised === 'inside');
  });

  it.each(cases)('control: without our rules, "$name" $control', async ({ envelope, open, control }) => {
    const { keys } = openingIn(world, open);
    const signers = [world.device, world.platform, world.mallory];
    const { signed, plaintext } = await openLeniently(envelope, control === 'opens' ? signers : [world.device], keys);
    expect(plaintext?.includes(SECRET) ?? false).toBe(control !== 'broken');
    if (control !== 'broken') expect(signed).toBe(control === 'opens');
  });

  it('has a fixture for every case that the generator knows', () => {
    const names = new Set(cases.map(({ name }) => name));
    expect(names.size).toBe(cases.length);
    expect(refusedCases.filter(({ name }) => !names.has(name))).toEqual([]);
  });

  it('says the same whatever is wrong, with no cause and no other member', () => {
    const error = new EnvelopeError();
    expect(error.message).toBe('The message is not valid.');
    expect(Object.keys(error)).toEqual(['name']);
    expect(error.cause).toBeUndefined();
  });
});
