import { readFileSync } from 'node:fs';
import type { EncryptionKey, IdentityKey } from '../src/index.ts';
import type { Opening } from './message-fixtures.ts';
import { readWorld, type World, type WorldKeys } from './world.ts';

const FOLDER = new URL('../../protocol/fixtures/envelope/', import.meta.url);

/** One file of libs/protocol/fixtures/envelope, as the generator wrote it. */
export function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
}

export async function readFixtureWorld(): Promise<World> {
  const { keys } = readFixture('keys.json') as { keys: Record<keyof WorldKeys, object> };
  const texts = Object.entries(keys).map(([name, jwk]) => [name, JSON.stringify(jwk)]);
  return readWorld(Object.fromEntries(texts) as WorldKeys);
}

/** The arguments of `openMessage` that a fixture names. */
export function openingIn(
  world: World,
  { type, sender, recipient, keys, inReplyTo }: Opening,
): {
  type: Opening['type'];
  sender: IdentityKey;
  recipientIdentity: string;
  keys: EncryptionKey[];
  inReplyTo?: string;
} {
  return {
    type,
    sender: world[sender] as IdentityKey,
    recipientIdentity: world[recipient].thumbprint,
    keys: keys.map((name) => world[name] as EncryptionKey),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
  };
}
