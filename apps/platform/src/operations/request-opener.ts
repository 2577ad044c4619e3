import {
  openFirstMessage,
  openMessage,
  readOuter,
  verifyOuter,
  type EncryptionPublicKey,
  type IdentityPublicKey,
  type OuterHeader,
} from '@dq0/encryption';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { PlatformKeys } from '../keys/platform-keys.ts';
import { AuthenticationService } from '../users/authentication.service.ts';
import { ReplyKeys } from './reply-keys.ts';

/** A request whose signature was verified and whose content was decrypted. */
export interface OpenedRequest {
  readonly header: OuterHeader;
  readonly sender: IdentityPublicKey;
  /** False for a device that has no entry here: it proved its key, and nothing else. */
  readonly known: boolean;
  readonly body: unknown;
  readonly replyKey: EncryptionPublicKey;
}

const WithReplyKey = z.looseObject({ replyKey: z.unknown() });

/** Verifies and opens requests by Web Crypto, off the event loop. Whatever throws here gets no answer. */
@Injectable()
export class RequestOpener {
  readonly #keys: PlatformKeys;
  readonly #authentication: AuthenticationService;
  readonly #replyKeys: ReplyKeys;

  constructor(keys: PlatformKeys, authentication: AuthenticationService, replyKeys: ReplyKeys) {
    this.#keys = keys;
    this.#authentication = authentication;
    this.#replyKeys = replyKeys;
  }

  /** The header of a request that is for this platform and was signed by the key it names. @throws EnvelopeError */
  async verify(envelope: string): Promise<OuterHeader> {
    const { kid } = readOuter(envelope);
    const key = await this.#authentication.deviceKey(kid);
    const header = key === undefined ? (await this.#first(envelope)).header : await verifyOuter(envelope, key);
    if (header.type !== 'request' || header.to !== this.#keys.identity.thumbprint) throw new TypeError('not a request');
    return header;
  }

  /** @throws EnvelopeError, KeyImportError or ZodError: it cannot be answered */
  async open(envelope: string): Promise<OpenedRequest> {
    const key = await this.#authentication.deviceKey(readOuter(envelope).kid);
    const opened = key === undefined ? await this.#first(envelope) : await this.#known(envelope, key);
    const { replyKey } = WithReplyKey.parse(opened.body);
    return { ...opened, known: key !== undefined, replyKey: await this.#replyKeys.import(replyKey) };
  }

  #first(envelope: string) {
    return openFirstMessage(envelope, {
      recipientIdentity: this.#keys.identity.thumbprint,
      keys: this.#keys.encryption,
    });
  }

  async #known(envelope: string, sender: IdentityPublicKey) {
    const recipientIdentity = this.#keys.identity.thumbprint;
    const opened = await openMessage(envelope, {
      type: 'request',
      sender,
      recipientIdentity,
      keys: this.#keys.encryption,
    });
    return { ...opened, sender };
  }
}
