import { importEncryptionKey, importIdentityKey, type EncryptionKey, type IdentityKey } from '@dq0/encryption';
import type { KeyStore } from './key-store.ts';

/** Name of the identity key in the key store. */
export const IDENTITY = 'identity';
/** Name of the encryption key in the key store. */
export const ENCRYPTION = 'encryption';

/** The platform's own keys, opened once at start. */
export class PlatformKeys {
  readonly identity: IdentityKey;
  /** Keys that messages to the platform may be sealed to, newest first. */
  readonly encryption: readonly EncryptionKey[];

  constructor(identity: IdentityKey, encryption: readonly EncryptionKey[]) {
    this.identity = identity;
    this.encryption = encryption;
  }

  /** @throws KeyStoreError before `dq0-platform init` */
  static async read(store: KeyStore): Promise<PlatformKeys> {
    const identity = await importIdentityKey(store.read(IDENTITY));
    const encryption = await importEncryptionKey(store.read(ENCRYPTION));
    return new PlatformKeys(identity, [encryption]);
  }
}
