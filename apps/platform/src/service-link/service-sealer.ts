import { Injectable } from '@nestjs/common';
import { importEncryptionPublic, newMessageId, sealMessage, type MessageToSeal } from '@dq0/encryption';
import type { Grant, SealedLogin } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { PlatformKeys } from '../keys/platform-keys.ts';
import { ServiceClient } from './service-client.ts';

/** A grant is used within seconds; one found later is worth nothing. */
const GRANT_VALID_MS = 10 * 60_000;
/** A stored credential is used until its owner renews or removes it; the database ends it, not this envelope. */
const CREDENTIAL_VALID_YEARS = 100;

/** Seals to the service's key what only the service may read: grants that open data, and credentials for storage. */
@Injectable()
export class ServiceSealer {
  readonly #service: ServiceClient;
  readonly #keys: PlatformKeys;
  readonly #clock: Clock;

  constructor(service: ServiceClient, keys: PlatformKeys, clock: Clock) {
    this.#service = service;
    this.#keys = keys;
    this.#clock = clock;
  }

  /** Tells the service whose messages to open. Again is harmless. @throws ServiceRefusal when it belongs to another platform */
  async introduce(): Promise<void> {
    await this.#service.pin(this.#keys.identity.publicJwk);
  }

  /** @throws CodedError SERVICE_UNAVAILABLE where the service cannot name its key */
  grant(grant: Grant): Promise<string> {
    const issuedAt = this.#clock.now();
    const expiresAt = new Date(issuedAt.getTime() + GRANT_VALID_MS);
    return this.#seal({ type: 'grant', number: grant.epoch, issuedAt, expiresAt, body: grant });
  }

  /** From then on this process cannot read it either. @throws CodedError SERVICE_UNAVAILABLE, as for grants */
  credential(login: SealedLogin): Promise<string> {
    const issuedAt = this.#clock.now();
    const expiresAt = new Date(issuedAt);
    expiresAt.setUTCFullYear(issuedAt.getUTCFullYear() + CREDENTIAL_VALID_YEARS);
    return this.#seal({ type: 'credential', number: 0, issuedAt, expiresAt, body: login });
  }

  async #seal(message: Pick<MessageToSeal, 'type' | 'number' | 'issuedAt' | 'expiresAt' | 'body'>): Promise<string> {
    const { key, thumbprint } = await this.#service.identity();
    return sealMessage({
      ...message,
      sender: this.#keys.identity,
      recipient: { identity: thumbprint, encryption: await importEncryptionPublic(key) },
      id: newMessageId(),
    });
  }
}
