import { beforeAll, describe, expect, it } from 'vitest';
import { openingIn, readFixture, readFixtureWorld } from '../../test/read-fixtures.ts';
import type { AcceptedMessage } from '../../test/message-fixtures.ts';
import type { World } from '../../test/world.ts';
import { readOuter, verifyOuter } from '../verify/outer-header.ts';
import { openMessage } from './open-message.ts';

const { cases } = readFixture('accepted.json') as { cases: AcceptedMessage[] };
let world: World;

beforeAll(async () => {
  world = await readFixtureWorld();
});

describe('messages that every implementation takes', () => {
  it.each(cases)('$name', async ({ envelope, open, body }) => {
    const opening = openingIn(world, open);
    const opened = await openMessage(envelope, opening);
    expect(opened.body).toEqual(body);
    expect(opened.header).toEqual(readOuter(envelope));
    expect(await verifyOuter(envelope, opening.sender.publicKey)).toEqual(opened.header);
    expect(opened.header).toMatchObject({ type: open.type, to: opening.recipientIdentity, number: 7 });
  });

  it('opens with the key that was meant, wherever it stands in the list', async () => {
    const older = cases.find(({ name }) => name === 'a request to the older key')!;
    const opening = openingIn(world, older.open);
    for (const keys of [opening.keys, opening.keys.toReversed()]) {
      expect((await openMessage(older.envelope, { ...opening, keys })).body).toEqual(older.body);
    }
  });
});
