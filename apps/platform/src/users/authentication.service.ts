import { importIdentityPublic, sha256Hex, type IdentityPublicKey } from '@dq0/encryption';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import type { CallingUser } from '../operations/handler.ts';
import { DevicesRepository } from './devices.repository.ts';
import { SessionsRepository } from './sessions.repository.ts';

/** Imported keys that are kept; an import checks the modulus and takes about a millisecond. */
const MOST_KEYS = 10_000;

/** Who signed a message, and whose token it carries. */
@Injectable()
export class AuthenticationService {
  readonly #clock: Clock;
  readonly #unitOfWork: UnitOfWork;
  readonly #devices: DevicesRepository;
  readonly #sessions: SessionsRepository;
  readonly #imported = new Map<string, IdentityPublicKey>();

  constructor(clock: Clock, unitOfWork: UnitOfWork, devices: DevicesRepository, sessions: SessionsRepository) {
    this.#clock = clock;
    this.#unitOfWork = unitOfWork;
    this.#devices = devices;
    this.#sessions = sessions;
  }

  /** The key of a device that applied or registered here; undefined for every other. */
  async deviceKey(thumbprint: string): Promise<IdentityPublicKey | undefined> {
    const device = this.#unitOfWork.read((reading) => this.#devices.get(reading, thumbprint));
    if (device === undefined) return undefined;
    const known = this.#imported.get(thumbprint);
    if (known !== undefined) return known;
    const key = await importIdentityPublic(device.publicJwk);
    if (this.#imported.size >= MOST_KEYS) this.#imported.delete(this.#imported.keys().next().value ?? '');
    this.#imported.set(thumbprint, key);
    return key;
  }

  tokenHash(token: string): Promise<string> {
    return sha256Hex(token);
  }

  /** The approved user whose valid token this is, on this very device; undefined for every other case, all alike. */
  owner(reading: Reading, tokenHash: string, device: string): CallingUser | undefined {
    return this.#sessions.owner(reading, tokenHash, device, this.#clock.now().getTime());
  }
}
