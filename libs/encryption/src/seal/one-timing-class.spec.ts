import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AcceptedMessage, RefusedMessage } from '../../test/message-fixtures.ts';
import { openingIn, readFixture, readFixtureWorld } from '../../test/read-fixtures.ts';
import type { World } from '../../test/world.ts';
import { openMessage } from './open-message.ts';

const { cases: accepted } = readFixture('accepted.json') as { cases: AcceptedMessage[] };
const { cases: refused } = readFixture('refused.json') as { cases: RefusedMessage[] };
let world: World;

beforeAll(async () => {
  world = await readFixtureWorld();
});

afterEach(() => {
  vi.restoreAllMocks();
});

async function workFor({ envelope, open }: AcceptedMessage | RefusedMessage): Promise<string[]> {
  const opening = openingIn(world, open);
  const verify = vi.spyOn(crypto.subtle, 'verify');
  const decrypt = vi.spyOn(crypto.subtle, 'decrypt');
  await openMessage(envelope, opening).catch(() => undefined);
  const names = [...verify.mock.calls, ...decrypt.mock.calls].map(([algorithm]) =>
    typeof algorithm === 'string' ? algorithm : algorithm.name,
  );
  return names.sort();
}

const ALL_WORK = ['AES-GCM', 'RSA-OAEP', 'RSA-PSS'];

describe('what a refusal costs', () => {
  it.each(accepted)('as much as opening: $name', async (message) => {
    expect(await workFor(message)).toEqual(ALL_WORK);
  });

  it.each(refused.filter(({ recognised }) => recognised !== 'outside'))(
    'the same for everything that only the recipient can see: $name',
    async (message) => {
      expect(await workFor(message)).toEqual(ALL_WORK);
    },
  );

  it.each(refused.filter(({ recognised }) => recognised === 'outside'))(
    'no key at all for what anyone can see: $name',
    async (message) => {
      expect(await workFor(message)).toEqual([]);
    },
  );
});
