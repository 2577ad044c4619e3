import {
  CodedError,
  type AnyOperation,
  type Input,
  type Output,
  type PasskeyAssertion,
  type ReplyBody,
  type RequestBody,
} from '@dq0/protocol';
import {
  importEncryptionPublic,
  importIdentityPublic,
  newMessageId,
  SealError,
  sealMessage,
  signProof,
  type BundleContent,
  type EncryptionKey,
  type IdentityKey,
} from '@dq0/encryption';
import type { z } from 'zod';
import { BundleKeeper } from './bundle/bundle-keeper.ts';
import type { PlatformPin } from './bundle/platform-pin.ts';
import type { Notice } from './notice.ts';
import { exchange, LetterLost } from './proxies/exchange.ts';
import { fetchTransport } from './proxies/fetch-transport.ts';
import type { HttpTransport } from './proxies/http-transport.ts';
import { ProxyLink, type Prove } from './proxies/proxy-link.ts';
import { openReply, readOutput } from './reply.ts';

const DAY_MINUTES = 24 * 60;
const DEFAULT_TIMEOUT_MS = 60_000;

export interface ClientSession {
  /** The device's key, made for this platform. */
  readonly identity: IdentityKey;
  /** The key that replies are sealed to. */
  readonly replyKey: EncryptionKey;
  readonly token?: string | undefined;
}

export interface ClientOptions {
  readonly pin: PlatformPin;
  readonly session: ClientSession;
  /** Called with the pin to keep whenever a newer bundle was verified. */
  readonly onPin: (pin: PlatformPin) => void | Promise<void>;
  readonly onNotice?: (notice: Notice) => void;
  readonly transport?: HttpTransport;
  readonly clock?: () => Date;
}

export interface CallOptions {
  /** How long to wait for the reply, milliseconds (default 60 s). */
  readonly timeoutMs?: number;
  /** Given again after a failure on the way, it hands over the same sealed bytes: the platform acts once. */
  readonly attempt?: Attempt;
  /** Confirms a decision by a passkey. */
  readonly stepUp?: PasskeyAssertion | undefined;
}

/** One request of one device that may be handed over several times. */
export class Attempt {
  #request: SealedRequest | undefined;

  /** The sealed request: made the first time, the same ever after. */
  async sealed(seal: () => Promise<SealedRequest>): Promise<SealedRequest> {
    this.#request ??= await seal();
    return this.#request;
  }

  /** Once it is certain that the platform never opens what was sealed. */
  startAnew(): void {
    this.#request = undefined;
  }
}

/** What was sent and what came back, sealed as the proxy saw them. */
export interface Receipt {
  readonly id: string;
  readonly request: string;
  readonly reply: string;
}

export interface SealedRequest {
  readonly id: string;
  readonly envelope: string;
  /** The key that its reply is sealed to. */
  readonly replyKey: EncryptionKey;
  /** Thumbprint of the platform's key that it is sealed to itself. */
  readonly sealedTo: string;
}

/**
 * Calls the platform's operations through its proxies. What a proxy can do to it ends in one of: the right answer,
 * TIMED_OUT, PROXY_UNREACHABLE, PROXY_REFUSED, REPLY_INVALID, BUNDLE_INVALID or BUNDLE_STALE; never in another answer.
 */
export class Dq0Client {
  readonly #session: ClientSession;
  readonly #links: readonly ProxyLink[];
  readonly #bundles: BundleKeeper;
  readonly #onNotice: (notice: Notice) => void;
  #number = 0;
  #receipt: Receipt | undefined;

  constructor(options: ClientOptions) {
    const transport = options.transport ?? fetchTransport();
    this.#session = options.session;
    this.#onNotice = options.onNotice ?? (() => undefined);
    this.#links = options.pin.proxies.map((origin) => new ProxyLink(origin, transport));
    this.#bundles = new BundleKeeper({
      pin: options.pin,
      links: this.#links,
      onPin: options.onPin,
      onNotice: this.#onNotice,
      clock: options.clock ?? (() => new Date()),
    });
  }

  /** The newest exchange, sealed. */
  get receipt(): Receipt | undefined {
    return this.#receipt;
  }

  /** The newest verified bundle, asked for anew. @throws CodedError BUNDLE_* | PROXY_* */
  freshBundle(): Promise<BundleContent> {
    return this.#bundles.refresh();
  }

  /**
   * Runs one operation. Sealed, sent, awaited; the reply must be the pinned platform's own to this very request.
   * @throws CodedError of the operation, or of the way there
   */
  async call<T extends AnyOperation>(
    operation: T,
    input: z.input<T['input']>,
    options: CallOptions = {},
  ): Promise<Output<T>> {
    const parsed = parseInput(operation, input);
    const attempt = options.attempt ?? new Attempt();
    const deadline = performance.now() + (options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    for (;;) {
      const bundle = await this.#bundles.current();
      const request = await attempt.sealed(() => this.#seal(operation, parsed, bundle, options.stepUp));
      try {
        const reply = await this.#exchange(request, bundle, deadline - performance.now());
        return readOutput(reply, operation.output) as Output<T>;
      } catch (error) {
        if (!(error instanceof LetterLost)) throw error;
        attempt.startAnew();
      }
    }
  }

  async #exchange(request: SealedRequest, bundle: BundleContent, timeoutMs: number): Promise<ReplyBody> {
    const platform = await importIdentityPublic(bundle.identity);
    const { identity } = this.#session;
    const { id, replyKey, envelope: sealed, sealedTo } = request;
    const expected = { platform, device: identity.thumbprint, replyKey, request: sealed };
    return exchange(
      this.#links,
      {
        id,
        message: JSON.stringify({ envelope: sealed, key: identity.publicJwk }),
        prove: this.#prove,
        open: async (envelope) => {
          const opened = await openReply(envelope, expected);
          this.#receipt = { id, request: sealed, reply: envelope };
          return opened;
        },
        isLost: () => this.#isGone(sealedTo),
      },
      {
        timeoutMs,
        onNotice: this.#onNotice,
        clock: () => performance.now(),
        pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      },
    );
  }

  /** Whether the platform has this key no more, as its newest bundle says; false where none can be had. */
  async #isGone(key: string): Promise<boolean> {
    const { keys } = await this.#bundles.refresh().catch(() => ({ keys: [] }));
    const held = await Promise.all(keys.map(async (one) => (await importEncryptionPublic(one)).thumbprint));
    return held.length > 0 && !held.includes(key);
  }

  async #seal(
    operation: AnyOperation,
    input: unknown,
    bundle: BundleContent,
    stepUp: PasskeyAssertion | undefined,
  ): Promise<SealedRequest> {
    const { identity, replyKey, token } = this.#session;
    const newest = bundle.keys[0];
    if (newest === undefined) throw new CodedError('BUNDLE_INVALID');
    const id = newMessageId();
    const encryption = await importEncryptionPublic(newest);
    const issuedAt = this.#bundles.now();
    const body: RequestBody = {
      operation: operation.name,
      input,
      replyKey: replyKey.publicJwk,
      ...(operation.access === 'anyone' || token === undefined ? {} : { token }),
      ...(stepUp === undefined ? {} : { stepUp }),
      // Whoever is not logged in may be unknown to the platform: the key travels inside the ciphertext.
      ...(operation.access === 'anyone' ? { senderKey: identity.publicJwk } : {}),
    };
    try {
      const envelope = await sealMessage({
        type: 'request',
        sender: identity,
        recipient: { identity: this.#bundles.pin.thumbprint, encryption },
        id,
        number: ++this.#number,
        issuedAt,
        expiresAt: new Date(issuedAt.getTime() + (operation.validityMinutes ?? DAY_MINUTES) * 60_000),
        body,
      });
      return { id, envelope, replyKey, sealedTo: encryption.thumbprint };
    } catch (cause) {
      if (cause instanceof SealError) throw new CodedError('INPUT_INVALID', { message: cause.message, cause });
      throw cause;
    }
  }

  readonly #prove: Prove = (origin, nonce) =>
    signProof({
      typ: 'dq0-subscribe',
      identity: this.#session.identity,
      origin,
      nonce,
      issuedAt: this.#bundles.now(),
    });
}

/** Checks the input here, so that a mistake costs no round trip. */
function parseInput<T extends AnyOperation>(operation: T, input: z.input<T['input']>): Input<T> {
  const result = operation.input.safeParse(input);
  if (result.success) return result.data as Input<T>;
  const details = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new CodedError('INPUT_INVALID', { details });
}
