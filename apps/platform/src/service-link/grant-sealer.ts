import { Injectable } from '@nestjs/common';
import { importEncryptionPublic, newMessageId, sealMessage } from '@dq0/encryption';
import type { Grant } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { PlatformKeys } from '../keys/platform-keys.ts';
import { ServiceClient } from './service-client.ts';

/** A grant is used within seconds; one found later is worth nothing. */
const VALID_MS = 10 * 60_000;

/** Seals grants to the service's key: the one message that carries what opens data. */
@Injectable()
export class GrantSealer {
  readonly #service: ServiceClient;
  readonly #keys: PlatformKeys;
  readonly #clock: Clock;

  constructor(service: ServiceClient, keys: PlatformKeys, clock: Clock) {
    this.#service = service;
    this.#keys = keys;
    this.#clock = clock;
  }

  /** Tells the service whose grants to open. Again is harmless. @throws ServiceRefusal when it belongs to another platform */
  async introduce(): Promise<void> {
    await this.#service.pin(this.#keys.identity.publicJwk);
  }

  async seal(grant: Grant): Promise<string> {
    const { key, thumbprint } = await this.#service.identity();
    const now = this.#clock.now();
    return sealMessage({
      type: 'grant',
      sender: this.#keys.identity,
      recipient: { identity: thumbprint, encryption: await importEncryptionPublic(key) },
      id: newMessageId(),
      number: grant.epoch,
      issuedAt: now,
      expiresAt: new Date(now.getTime() + VALID_MS),
      body: grant,
    });
  }
}
