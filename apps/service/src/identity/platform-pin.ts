import { importIdentityPublic, KeyImportError, type IdentityPublicKey } from '@dq0/encryption';
import { Injectable } from '@nestjs/common';
import { ServiceFailure } from '../failures/index.ts';
import { SettingsRepository } from './settings.repository.ts';

const setting = 'platform-key';

/** The one platform whose grants are opened: the first that introduced itself over the socket. */
@Injectable()
export class PlatformPin {
  readonly #settings: SettingsRepository;

  constructor(settings: SettingsRepository) {
    this.#settings = settings;
  }

  /** @throws ServiceFailure PLATFORM_CONFLICT when another platform was first */
  async pin(jwk: unknown): Promise<void> {
    const offered = await importIdentityPublic(jwk).catch((error: unknown) => {
      throw error instanceof KeyImportError ? new ServiceFailure('REQUEST_INVALID', { cause: error }) : error;
    });
    this.#settings.pin(setting, JSON.stringify(offered.publicJwk));
    if ((await this.key()).thumbprint !== offered.thumbprint) throw new ServiceFailure('PLATFORM_CONFLICT');
  }

  async key(): Promise<IdentityPublicKey> {
    const pinned = this.#settings.read(setting);
    if (pinned === undefined) throw new ServiceFailure('PLATFORM_UNPINNED');
    return importIdentityPublic(JSON.parse(pinned));
  }
}
