import { randomToken, readBundleIdentity, verifyBundle, verifyProof, type BundleContent } from '@dq0/encryption';
import { NONCE_HEADER, PullRequest, PushRequest, type PullAnswer, type PushAnswer } from '@dq0/protocol';
import { z } from 'zod';

/** The time of a proof, so that the double needs no clock of its own. */
const IssuedAt = z.looseObject({ issued: z.number() });

interface Held {
  readonly cursor: number;
  readonly envelope: string;
}

/**
 * The proxy's contract with the platform, in memory: a double for `fetch`. It keeps to the contract unless a test
 * tells it otherwise: `down`, `deliverTwice`, and whatever `messages` is made to hold.
 */
export class LoopbackProxy {
  readonly origin: string;
  /** Nothing answers. */
  down = false;
  /** Takes no replies: the way in works, the way back does not. */
  deaf = false;
  /** Ignores acknowledgements: every pull brings everything again. */
  deliverTwice = false;
  /** Replies by `recipient id`; the first bytes stay. */
  readonly replies = new Map<string, string>();
  readonly requests: string[] = [];
  readonly acknowledged: number[] = [];
  messages: Held[] = [];
  bundle: string | undefined;
  #cursor = 0;
  readonly #nonces = new Set<string>();
  readonly #waiting = new Set<() => void>();

  constructor(origin = 'http://proxy.test') {
    this.origin = origin;
  }

  /** Polls that are held open now. */
  get polling(): number {
    return this.#waiting.size;
  }

  readonly fetch = async (url: string, request: RequestInit): Promise<Response> => {
    const path = url.slice(this.origin.length);
    this.requests.push(path);
    if (this.down || !url.startsWith(`${this.origin}/`)) throw new TypeError('fetch failed');
    const body: unknown = typeof request.body === 'string' ? JSON.parse(request.body) : undefined;
    if (path === '/v1/platform')
      return this.bundle === undefined ? this.#problem(404, 'NO_BUNDLE_YET') : this.#answer({ bundle: this.bundle });
    if (path === '/v1/platform/push') return this.#push(PushRequest.parse(body));
    if (path === '/v1/platform/pull') return this.#pull(PullRequest.parse(body), request.signal ?? undefined);
    return this.#problem(404, 'ROUTE_UNKNOWN');
  };

  /** As `POST /v1/messages` would store it. */
  post(...envelopes: string[]): void {
    for (const envelope of envelopes) this.messages.push({ cursor: ++this.#cursor, envelope });
    this.#wake();
  }

  /** The bundle as a client reads it, pinned to nothing. */
  async content(now: Date): Promise<BundleContent> {
    const jws = this.bundle ?? '';
    const { thumbprint } = await readBundleIdentity(jws);
    return verifyBundle(jws, thumbprint, { now });
  }

  /** The reply to a message, once the platform has pushed it. */
  async reply(recipient: string, id: string, withinMs = 10_000): Promise<string> {
    const deadline = Date.now() + withinMs;
    for (;;) {
      const reply = this.replies.get(`${recipient} ${id}`);
      if (reply !== undefined) return reply;
      if (Date.now() > deadline) throw new Error('no reply was pushed');
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  async #push({ proof, replies, bundle }: z.output<typeof PushRequest>): Promise<Response> {
    if (this.deaf) throw new TypeError('fetch failed');
    if (bundle === undefined && this.bundle === undefined) return this.#problem(409, 'NO_BUNDLE_YET');
    if ((await this.#proved(proof, bundle)) === undefined) return this.#problem(401, 'PROOF_INVALID');
    this.bundle = bundle ?? this.bundle;
    for (const { recipient, id, envelope } of replies) {
      const name = `${recipient} ${id}`;
      if (!this.replies.has(name)) this.replies.set(name, envelope);
    }
    const answer: z.output<typeof PushAnswer> = { stored: replies.length };
    return this.#answer(answer);
  }

  async #pull({ proof, limit, waitSeconds }: z.output<typeof PullRequest>, signal?: AbortSignal): Promise<Response> {
    if (this.bundle === undefined) return this.#problem(409, 'NO_BUNDLE_YET');
    const after = await this.#proved(proof, undefined);
    if (after === undefined) return this.#problem(401, 'PROOF_INVALID');
    this.acknowledged.push(after);
    if (!this.deliverTwice) this.messages = this.messages.filter(({ cursor }) => cursor > after);
    if (this.messages.length === 0 && waitSeconds > 0) await this.#arrival(waitSeconds, signal);
    if (this.down) throw new TypeError('fetch failed');
    const messages = this.messages.slice(0, limit);
    const answer: z.output<typeof PullAnswer> = { cursor: messages.at(-1)?.cursor ?? after, messages };
    return this.#answer(answer);
  }

  #arrival(seconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        if (signal?.aborted) reject(signal.reason as Error);
        else resolve();
      };
      const timer = setTimeout(end, seconds * 1000);
      this.#waiting.add(end);
      signal?.addEventListener('abort', end, { once: true });
    });
  }

  #wake(): void {
    for (const end of [...this.#waiting]) end();
  }

  /** The proof's cursor, or undefined when it proves nothing. */
  async #proved(proof: string, bundle: string | undefined): Promise<number | undefined> {
    const identity = await readBundleIdentity(bundle ?? this.bundle ?? '');
    const now = new Date(
      IssuedAt.parse(JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString())).issued,
    );
    const isNonce = (nonce: string): boolean => this.#nonces.delete(nonce);
    const expected = { typ: 'dq0-pull' as const, origin: this.origin, isNonce, now };
    const proved = await verifyProof(proof, identity, expected).catch(() => undefined);
    return proved === undefined ? undefined : (proved.cursor ?? 0);
  }

  #answer(body: unknown, status = 200): Response {
    const nonce = randomToken(16);
    this.#nonces.add(nonce);
    return new Response(JSON.stringify(body), { status, headers: { [NONCE_HEADER]: nonce } });
  }

  #problem(status: number, code: string): Response {
    return this.#answer({ code, message: 'Refused.', remedy: 'None.' }, status);
  }
}
