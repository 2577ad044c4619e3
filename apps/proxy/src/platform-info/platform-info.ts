import { BundleError, readBundleIdentity, verifyBundle, type IdentityPublicKey } from '@dq0/encryption/verify';
import { Injectable } from '@nestjs/common';
import { Clock, ProxyConfig } from '../config/index.ts';
import { ProxyDatabase } from '../database/index.ts';
import { ProxyError } from '../problems/index.ts';
import { BundleRepository } from './bundle.repository.ts';

/**
 * The one platform this proxy serves. Its thumbprint is configured; its public key comes with the bundle that it
 * pushes, and is believed only because it hashes to that thumbprint.
 */
@Injectable()
export class PlatformInfo {
  readonly #config: ProxyConfig;
  readonly #clock: Clock;
  readonly #database: ProxyDatabase;
  readonly #bundles: BundleRepository;
  #identity: IdentityPublicKey | undefined;

  constructor(config: ProxyConfig, clock: Clock, database: ProxyDatabase, bundles: BundleRepository) {
    this.#config = config;
    this.#clock = clock;
    this.#database = database;
    this.#bundles = bundles;
  }

  /** The newest bundle as it was pushed. @throws ProxyError NO_BUNDLE_YET with status 404 */
  bundle(): string {
    const stored = this.#bundles.newest();
    if (stored === undefined) throw new ProxyError('NO_BUNDLE_YET', { status: 404 });
    return stored.text;
  }

  /** The platform's key, from the stored bundle. @throws ProxyError NO_BUNDLE_YET */
  async identity(): Promise<IdentityPublicKey> {
    if (this.#identity) return this.#identity;
    const stored = this.#bundles.newest();
    if (stored === undefined) throw new ProxyError('NO_BUNDLE_YET');
    this.#identity = await this.identityIn(stored.text);
    return this.#identity;
  }

  /** The key inside a bundle, when it is the configured platform's. @throws ProxyError BUNDLE_INVALID */
  async identityIn(bundle: string): Promise<IdentityPublicKey> {
    const identity = await readBundleIdentity(bundle).catch(asProxyError);
    if (identity.thumbprint !== this.#config.platform) throw new ProxyError('BUNDLE_INVALID');
    return identity;
  }

  /** Stores a bundle that is valid now and not older than the stored one. */
  async accept(bundle: string): Promise<void> {
    const stored = this.#bundles.newest();
    if (stored?.text === bundle) return;
    const now = this.#clock.now();
    const last = stored === undefined ? {} : { lastNumber: stored.number };
    const { number } = await verifyBundle(bundle, this.#config.platform, { now: new Date(now), ...last }).catch(
      asProxyError,
    );
    await this.#database.commits.enqueue(() => this.#bundles.put({ number, text: bundle }, now));
  }
}

function asProxyError(error: unknown): never {
  throw new ProxyError(error instanceof BundleError ? error.code : 'BUNDLE_INVALID', { cause: error });
}
