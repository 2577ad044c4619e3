import { Injectable } from '@nestjs/common';
import { importEncryptionPublic, newMessageId, sealMessage } from '@dq0/encryption';
import type { SealedLogin } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { PlatformKeys } from '../keys/platform-keys.ts';
import { ServiceClient } from './service-client.ts';

/** A stored credential is used until its owner renews or removes it; the database ends it, not this envelope. */
const VALID_YEARS = 100;

/** Seals what opens a database to the service's key, for storage: from then on this process cannot read it either. */
@Injectable()
export class CredentialSealer {
  readonly #service: ServiceClient;
  readonly #keys: PlatformKeys;
  readonly #clock: Clock;

  constructor(service: ServiceClient, keys: PlatformKeys, clock: Clock) {
    this.#service = service;
    this.#keys = keys;
    this.#clock = clock;
  }

  /** @throws CodedError SERVICE_UNAVAILABLE where the service cannot name its key */
  async seal(login: SealedLogin): Promise<string> {
    const { key, thumbprint } = await this.#service.identity();
    const issuedAt = this.#clock.now();
    const expiresAt = new Date(issuedAt);
    expiresAt.setUTCFullYear(issuedAt.getUTCFullYear() + VALID_YEARS);
    return sealMessage({
      type: 'credential',
      sender: this.#keys.identity,
      recipient: { identity: thumbprint, encryption: await importEncryptionPublic(key) },
      id: newMessageId(),
      number: 0,
      issuedAt,
      expiresAt,
      body: login,
    });
  }
}
