import { openMessage } from '@dq0/encryption';
import { SealedLogin, type Connector, type SourceLogin } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { ServiceFailure } from '../failures/index.ts';
import { PlatformPin, ServiceKeys } from '../identity/index.ts';

/** Opens stored credentials with the service's own key. What comes out is handed to a worker and kept nowhere. */
@Injectable()
export class LoginOpener {
  readonly #keys: ServiceKeys;
  readonly #platform: PlatformPin;

  constructor(keys: ServiceKeys, platform: PlatformPin) {
    this.#keys = keys;
    this.#platform = platform;
  }

  /**
   * @param owner id of the data set's owner
   * @throws ServiceFailure CREDENTIAL_UNREADABLE when it is another owner's or not the connector's, or was not sealed to
   *   this service
   */
  async open(
    sealed: string | null | undefined,
    { connector, owner }: { readonly connector: Pick<Connector, 'credential'>; readonly owner: string },
  ): Promise<SourceLogin> {
    if (sealed == null) throw new ServiceFailure('CREDENTIAL_UNREADABLE');
    const sender = await this.#platform.key();
    const key = await this.#keys.encryption();
    try {
      const opened = await openMessage(sealed, {
        type: 'credential',
        sender,
        recipientIdentity: key.thumbprint,
        keys: [key],
      });
      const found = SealedLogin.parse(opened.body);
      if (found.credential !== connector.credential || found.owner !== owner) throw new Error('another credential');
      return found.login;
    } catch {
      // Without its cause: nothing that was inside may reach a log.
      throw new ServiceFailure('CREDENTIAL_UNREADABLE');
    }
  }
}
