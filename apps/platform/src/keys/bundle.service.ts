import { signBundle, verifyBundle } from '@dq0/encryption';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service.ts';
import { Clock } from '../clock/clock.ts';
import { PlatformConfig } from '../config/platform-config.ts';
import { Settings } from '../database/settings.ts';
import { UnitOfWork, type Reading, type Writing } from '../database/unit-of-work.ts';
import { BundleRepository, type StoredBundle } from './bundle.repository.ts';
import { KeyRenewal } from './key-renewal.ts';
import { PlatformKeys } from './platform-keys.ts';

const HOUR_MS = 3_600_000;
const VALIDITY_MS = 24 * HOUR_MS;
const PROTOCOL_VERSIONS = ['1'];
/** Setting: bundles up to this number may have been signed, though the database does not know them. */
const FLOOR = 'bundle.floor';

/** The signed bundle that clients pin: valid a day, signed anew every hour, its number never falls. */
@Injectable()
export class BundleService {
  readonly #clock: Clock;
  readonly #config: PlatformConfig;
  readonly #unitOfWork: UnitOfWork;
  readonly #keys: PlatformKeys;
  readonly #renewal: KeyRenewal;
  readonly #audit: AuditService;
  readonly #bundles: BundleRepository;
  readonly #settings: Settings;
  #held: StoredBundle | undefined;
  #signing: Promise<StoredBundle> | undefined;

  constructor(
    clock: Clock,
    config: PlatformConfig,
    unitOfWork: UnitOfWork,
    keys: PlatformKeys,
    renewal: KeyRenewal,
    audit: AuditService,
    bundles: BundleRepository,
    settings: Settings,
  ) {
    this.#clock = clock;
    this.#config = config;
    this.#unitOfWork = unitOfWork;
    this.#keys = keys;
    this.#renewal = renewal;
    this.#audit = audit;
    this.#bundles = bundles;
    this.#settings = settings;
  }

  /** Number of the newest bundle; 0 before the first. */
  get number(): number {
    return this.#unitOfWork.read((reading) => this.#bundles.newest(reading))?.number ?? 0;
  }

  /**
   * For a database that was set back: clients have seen numbers that it does not know, and take none below. A bundle is
   * signed once an hour and at each start, so fewer than one a second: every number until now counts as used.
   */
  passOver(writing: Writing): void {
    const newest = this.#bundles.newest(writing);
    const seconds = Math.ceil((this.#clock.now().getTime() - (newest?.issuedAt ?? 0)) / 1000);
    this.#settings.set(writing, FLOOR, String((newest?.number ?? 0) + Math.max(0, seconds)));
  }

  /** The newest bundle, signed in this run and within the hour. Callers at the same time get the same one. */
  current(): Promise<StoredBundle> {
    const held = this.#held;
    const age = held === undefined ? Infinity : this.#clock.now().getTime() - held.issuedAt;
    if (held !== undefined && age >= 0 && age < HOUR_MS) return Promise.resolve(held);
    this.#signing ??= this.#sign().finally(() => (this.#signing = undefined));
    return this.#signing;
  }

  /** Whether this platform signed a bundle that its database knows nothing of, so that the file is not the newest. */
  async isNewer(jws: string): Promise<boolean> {
    // Its time is past or not; the number is what counts.
    const bundle = await verifyBundle(jws, this.#keys.identity.thumbprint, { now: new Date(0) }).catch(() => undefined);
    return bundle !== undefined && bundle.number > this.#unitOfWork.read((reading) => this.#used(reading));
  }

  /** Every number up to this one is taken. */
  #used(reading: Reading): number {
    const floor = Number(this.#settings.get(reading, FLOOR) ?? 0);
    return Math.max(floor, this.#bundles.newest(reading)?.number ?? 0);
  }

  async #sign(): Promise<StoredBundle> {
    await this.#renewal.run();
    const issuedAt = this.#clock.now().getTime();
    const expiresAt = issuedAt + VALIDITY_MS;
    const { number, auditHead } = this.#unitOfWork.read((reading) => ({
      number: this.#used(reading) + 1,
      auditHead: this.#audit.head(reading).hash,
    }));
    const jws = await signBundle(
      {
        number,
        issuedAt: new Date(issuedAt),
        expiresAt: new Date(expiresAt),
        keys: this.#keys.encryption.map(({ publicJwk }) => publicJwk),
        identity: this.#keys.identity.publicJwk,
        proxies: [...this.#config.proxies],
        protocolVersions: PROTOCOL_VERSIONS,
        auditHead,
      },
      this.#keys.identity,
    );
    const bundle = { number, jws, issuedAt, expiresAt };
    this.#unitOfWork.write((writing) => this.#bundles.insert(writing, bundle));
    this.#held = bundle;
    return bundle;
  }
}
