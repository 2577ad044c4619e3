import { exportPrivateKey, generateEncryptionKey, generateIdentityKey } from '@dq0/encryption';
import type { KeyStore } from './key-store.ts';
import { HASHING } from './keyed-hash.ts';
import { ENCRYPTION, IDENTITY, isEncryption } from './platform-keys.ts';

const HASHING_KEY_BYTES = 32;

/** Makes the keys of a new platform; keys that exist stay. */
export async function makeKeys(store: KeyStore): Promise<void> {
  if (!store.has(IDENTITY)) store.write(IDENTITY, await exportPrivateKey(await generateIdentityKey()));
  if (!store.names().some(isEncryption)) store.write(ENCRYPTION, await exportPrivateKey(await generateEncryptionKey()));
  if (!store.has(HASHING)) {
    const bytes = crypto.getRandomValues(new Uint8Array(HASHING_KEY_BYTES));
    store.write(HASHING, Buffer.from(bytes).toString('hex'));
  }
}
