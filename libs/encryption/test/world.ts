import {
  exportPrivateKey,
  generateEncryptionKey,
  generateIdentityKey,
  importEncryptionKey,
  importIdentityKey,
  type EncryptionKey,
  type IdentityKey,
} from '../src/index.ts';

/** Private keys of the fixtures, as JSON Web Key text: made for tests, published on purpose. */
export interface WorldKeys {
  readonly platform: string;
  readonly platformEncryption: string;
  readonly platformOlderEncryption: string;
  readonly device: string;
  readonly deviceEncryption: string;
  readonly mallory: string;
}

/** Who takes part in the fixtures: a platform, a device that it knows, and someone in between. */
export interface World {
  readonly platform: IdentityKey;
  readonly platformEncryption: EncryptionKey;
  readonly platformOlderEncryption: EncryptionKey;
  readonly device: IdentityKey;
  readonly deviceEncryption: EncryptionKey;
  readonly mallory: IdentityKey;
}

export async function makeWorldKeys(): Promise<WorldKeys> {
  const identity = async (): Promise<string> => exportPrivateKey(await generateIdentityKey());
  const encryption = async (): Promise<string> => exportPrivateKey(await generateEncryptionKey());
  return {
    platform: await identity(),
    platformEncryption: await encryption(),
    platformOlderEncryption: await encryption(),
    device: await identity(),
    deviceEncryption: await encryption(),
    mallory: await identity(),
  };
}

export async function readWorld(keys: WorldKeys): Promise<World> {
  return {
    platform: await importIdentityKey(keys.platform),
    platformEncryption: await importEncryptionKey(keys.platformEncryption),
    platformOlderEncryption: await importEncryptionKey(keys.platformOlderEncryption),
    device: await importIdentityKey(keys.device),
    deviceEncryption: await importEncryptionKey(keys.deviceEncryption),
    mallory: await importIdentityKey(keys.mallory),
  };
}

/** Keys of this run only, for tests that need no fixture. */
export async function freshWorld(): Promise<World> {
  return readWorld(await makeWorldKeys());
}
