import {
  generateEncryptionKey,
  generateIdentityKey,
  importEncryptionPublic,
  importIdentityPublic,
  newMessageId,
  openMessage,
  sealMessage,
  sha256Hex,
  type BundleContent,
  type EncryptionKey,
  type IdentityKey,
} from '@dq0/encryption';
import { ReplyBody, type RequestBody } from '@dq0/protocol';

const TEN_MINUTES_MS = 600_000;

/** What a test may choose about a request; the rest is as an honest client would send it. */
export interface RequestOptions {
  readonly id?: string;
  readonly issuedAt?: Date;
  readonly expiresAt?: Date;
  readonly token?: string;
  /** Puts the device's key inside, as registration does. */
  readonly first?: boolean;
  /** Laid over the honest body. */
  readonly body?: Partial<RequestBody>;
  /** Thumbprint of the platform the message says it is for. */
  readonly to?: string;
}

export interface SealedRequest {
  readonly id: string;
  readonly envelope: string;
}

/** A client's device, reduced to its keys: seals requests, opens replies. */
export class TestDevice {
  readonly identity: IdentityKey;
  readonly replyKey: EncryptionKey;
  readonly #now: () => Date;
  #number = 0;

  private constructor(identity: IdentityKey, replyKey: EncryptionKey, now: () => Date) {
    this.identity = identity;
    this.replyKey = replyKey;
    this.#now = now;
  }

  static async make(now: () => Date): Promise<TestDevice> {
    return new TestDevice(await generateIdentityKey(), await generateEncryptionKey(), now);
  }

  get thumbprint(): string {
    return this.identity.thumbprint;
  }

  async seal(
    bundle: BundleContent,
    operation: string,
    input: unknown,
    options: RequestOptions = {},
  ): Promise<SealedRequest> {
    const [newest] = bundle.keys;
    if (newest === undefined) throw new Error('the bundle holds no key');
    const id = options.id ?? newMessageId();
    const issuedAt = options.issuedAt ?? this.#now();
    const platform = await importIdentityPublic(bundle.identity);
    const body = {
      operation,
      input,
      replyKey: this.replyKey.publicJwk,
      ...(options.token === undefined ? {} : { token: options.token }),
      ...(options.first === true ? { senderKey: this.identity.publicJwk } : {}),
      ...options.body,
    };
    const envelope = await sealMessage({
      type: 'request',
      sender: this.identity,
      recipient: { identity: options.to ?? platform.thumbprint, encryption: await importEncryptionPublic(newest) },
      id,
      number: ++this.#number,
      issuedAt,
      expiresAt: options.expiresAt ?? new Date(issuedAt.getTime() + TEN_MINUTES_MS),
      body,
    });
    return { id, envelope };
  }

  /** @throws EnvelopeError unless it is the platform's reply to this very request */
  async open(bundle: BundleContent, request: SealedRequest, reply: string): Promise<ReplyBody> {
    const { body } = await openMessage(reply, {
      type: 'reply',
      sender: await importIdentityPublic(bundle.identity),
      recipientIdentity: this.thumbprint,
      keys: [this.replyKey],
      inReplyTo: await sha256Hex(request.envelope),
    });
    return ReplyBody.parse(body);
  }
}
