import {
  exportPrivateKey,
  generateEncryptionKey,
  importEncryptionKey,
  importIdentityKey,
  type EncryptionKey,
  type IdentityKey,
} from '@dq0/encryption';
import type { KeyStore } from './key-store.ts';

/** Name of the identity key in the key store. */
export const IDENTITY = 'identity';
/** Name of the first encryption key in the key store; those that follow it are `encryption-2`, `encryption-3`, ... */
export const ENCRYPTION = 'encryption';

const NUMBERED = /^encryption(?:-([1-9]\d*))?$/;

/** An encryption key and its name in the key store. */
interface Held {
  readonly name: string;
  readonly key: EncryptionKey;
}

/** The platform's own keys, opened at start. */
export class PlatformKeys {
  readonly identity: IdentityKey;
  readonly #store: KeyStore;
  #newest: Held;
  /** Newest first. */
  #older: readonly Held[];

  constructor(store: KeyStore, identity: IdentityKey, newest: Held, older: readonly Held[]) {
    this.#store = store;
    this.identity = identity;
    this.#newest = newest;
    this.#older = older;
  }

  /** @throws KeyStoreError before `dq0-platform init` */
  static async read(store: KeyStore): Promise<PlatformKeys> {
    const identity = await importIdentityKey(store.read(IDENTITY));
    const renewed = store.names().filter((name) => isEncryption(name) && name !== ENCRYPTION);
    const [first = ENCRYPTION, ...others] = renewed.sort((one, other) => numberOf(other) - numberOf(one));
    const open = async (name: string): Promise<Held> => ({ name, key: await importEncryptionKey(store.read(name)) });
    const older = renewed.length > 0 && store.has(ENCRYPTION) ? [...others, ENCRYPTION] : others;
    return new PlatformKeys(store, identity, await open(first), await Promise.all(older.map(open)));
  }

  /** What opens messages to the platform, newest first: a bundle announces all of them, and clients seal to the newest. */
  get encryption(): readonly EncryptionKey[] {
    return [this.#newest, ...this.#older].map(({ key }) => key);
  }

  /** Names in the key store by thumbprint, newest first. */
  get encryptionNames(): ReadonlyMap<string, string> {
    return new Map([this.#newest, ...this.#older].map(({ name, key }) => [key.thumbprint, name]));
  }

  /** Makes the next encryption key, durable on return. @throws KeyStoreError, or what the store cannot write */
  async renew(): Promise<void> {
    const key = await generateEncryptionKey();
    const name = `${ENCRYPTION}-${numberOf(this.#newest.name) + 1}`;
    this.#store.write(name, await exportPrivateKey(key));
    this.#older = [this.#newest, ...this.#older];
    this.#newest = { name, key };
  }

  /** Nothing sealed to this key can be opened from here on. The newest stays. */
  destroy(thumbprint: string): void {
    for (const { name, key } of this.#older) if (key.thumbprint === thumbprint) this.#store.destroy(name);
    this.#older = this.#older.filter(({ key }) => key.thumbprint !== thumbprint);
  }
}

/** @param name of a key in the key store */
export function isEncryption(name: string): boolean {
  return NUMBERED.test(name);
}

function numberOf(name: string): number {
  return Number(NUMBERED.exec(name)?.[1] ?? 1);
}
