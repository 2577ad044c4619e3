import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import { PlatformKeysRepository, type KeyRecord } from './platform-keys.repository.ts';
import { IDENTITY, PlatformKeys } from './platform-keys.ts';

/** Writes down which keys exist; their private parts stay in the key store. */
@Injectable()
export class KeyRegister {
  readonly #clock: Clock;
  readonly #keys: PlatformKeys;
  readonly #records: PlatformKeysRepository;

  constructor(clock: Clock, keys: PlatformKeys, records: PlatformKeysRepository) {
    this.#clock = clock;
    this.#keys = keys;
    this.#records = records;
  }

  /** Those that the platform signs and opens with now. */
  inUse(reading: Reading): KeyRecord[] {
    const held = new Set([this.#keys.identity, ...this.#keys.encryption].map(({ thumbprint }) => thumbprint));
    return this.#records.all(reading).filter(({ thumbprint }) => held.has(thumbprint));
  }

  /** @returns those that were not written down before */
  record(writing: Writing): KeyRecord[] {
    const known = new Set(this.#records.thumbprints(writing));
    const createdAt = this.#clock.now().getTime();
    const all = [
      { thumbprint: this.#keys.identity.thumbprint, purpose: 'sig' as const, file: IDENTITY, createdAt },
      ...[...this.#keys.encryptionNames].map(([thumbprint, file]) => {
        return { thumbprint, purpose: 'enc' as const, file, createdAt };
      }),
    ];
    const made = all.filter(({ thumbprint }) => !known.has(thumbprint));
    for (const record of made) this.#records.insert(writing, record);
    return made;
  }
}
