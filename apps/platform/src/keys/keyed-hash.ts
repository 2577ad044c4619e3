import { hmacHex } from '@dq0/encryption';
import { Injectable } from '@nestjs/common';
import { KeyStore } from './key-store.ts';

/** Name of the hashing key in the key store: 32 random bytes, hexadecimal. */
export const HASHING = 'hashing';

/** HMAC-SHA-256 under a key of this platform: what is short enough to guess cannot be found from its hash alone. */
@Injectable()
export class KeyedHash {
  readonly #keys: KeyStore;
  #key: string | undefined;

  constructor(keys: KeyStore) {
    this.#keys = keys;
  }

  /** @param purpose keeps equal texts of different kinds apart */
  async of(purpose: string, text: string): Promise<string> {
    this.#key ??= this.#keys.read(HASHING);
    return hmacHex(this.#key, `${purpose}\n${text}`);
  }
}
