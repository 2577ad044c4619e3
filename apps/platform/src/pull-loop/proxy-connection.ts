import { signProof, type IdentityKey } from '@dq0/encryption';
import { parseJson, readBody } from '@dq0/node/http';
import {
  NONCE_HEADER,
  PlatformAnswer,
  ProxyProblem,
  PullAnswer,
  PushAnswer,
  type PullRequest,
  type PushRequest,
} from '@dq0/protocol';
import type { z } from 'zod';
import { Nonces } from './nonces.ts';
import type { ProxyFetch } from './proxy-fetch.ts';

/** A page ends after 8 MiB of envelopes; the rest is JSON around them. */
const MOST_ANSWER_BYTES = 16 * 1024 * 1024;
const MOST_MESSAGES = 100;
const ANSWER_MS = 15_000;

/** The proxy cannot be reached, refused, or did not answer as the protocol says. */
export class ProxyFailure extends Error {
  /** Code of the proxy's problem, or null when there was none to read. */
  readonly code: string | null;

  constructor(code: string | null, cause?: unknown) {
    super('The proxy did not do as asked.', { cause });
    this.name = 'ProxyFailure';
    this.code = code;
  }
}

export type Page = z.output<typeof PullAnswer>;
export type Reply = z.input<typeof PushRequest>['replies'][number];
export type Pushed = z.output<typeof PushAnswer>;

/** When a proxy gave its last good answer, and how long the way there and back took. */
export interface Heard {
  /** Milliseconds since 1970; null before the first good answer. */
  readonly at: number | null;
  /** Of the last request that was not asked to wait; null before the first. */
  readonly roundTripMs: number | null;
}

/** The platform's side of the proxy's contract: signed requests, each with a nonce of the proxy's own. */
export class ProxyConnection {
  readonly origin: string;
  readonly #http: ProxyFetch;
  readonly #identity: IdentityKey;
  readonly #now: () => Date;
  readonly #nonces = new Nonces();
  #heard: Heard = { at: null, roundTripMs: null };

  constructor(origin: string, http: ProxyFetch, identity: IdentityKey, now: () => Date) {
    this.origin = origin;
    this.#http = http;
    this.#identity = identity;
    this.#now = now;
  }

  get heard(): Heard {
    return this.#heard;
  }

  /** The messages after a cursor, which at the same time says what need not be sent again. @throws ProxyFailure */
  async pull(cursor: number, waitSeconds: number, signal: AbortSignal): Promise<Page> {
    const answer = await this.#signed('pull', cursor, signal, waitSeconds * 1000 + ANSWER_MS, (proof) => {
      const request: z.input<typeof PullRequest> = { proof, limit: MOST_MESSAGES, waitSeconds };
      return request;
    });
    return understood(PullAnswer, answer);
  }

  /** @throws ProxyFailure */
  async push(replies: readonly Reply[], bundle: string | undefined, signal: AbortSignal): Promise<Pushed> {
    const answer = await this.#signed('push', undefined, signal, ANSWER_MS, (proof) => {
      const request: z.input<typeof PushRequest> = { proof, replies: [...replies] };
      return bundle === undefined ? request : { ...request, bundle };
    });
    return understood(PushAnswer, answer);
  }

  /** The bundle that clients get there, compact; undefined where there is none yet. @throws ProxyFailure */
  async bundle(signal: AbortSignal): Promise<string | undefined> {
    try {
      return understood(PlatformAnswer, await this.#request('platform', signal, ANSWER_MS)).bundle;
    } catch (error) {
      if (error instanceof ProxyFailure && error.code === 'NO_BUNDLE_YET') return undefined;
      throw error;
    }
  }

  /** A nonce may have run out on its way: the refusal brings a fresh one, so the second try decides. */
  async #signed(
    verb: 'pull' | 'push',
    cursor: number | undefined,
    signal: AbortSignal,
    ms: number,
    body: (proof: string) => unknown,
  ): Promise<unknown> {
    const attempt = async (): Promise<unknown> => {
      const nonce = this.#nonces.take(this.#now().getTime()) ?? (await this.#freshNonce(signal));
      const proof = await signProof({
        typ: 'dq0-pull',
        identity: this.#identity,
        origin: this.origin,
        nonce,
        issuedAt: this.#now(),
        ...(cursor === undefined ? {} : { cursor }),
      });
      return this.#request(`platform/${verb}`, signal, ms, body(proof));
    };
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof ProxyFailure && error.code === 'PROOF_INVALID') return attempt();
      throw error;
    }
  }

  async #freshNonce(signal: AbortSignal): Promise<string> {
    // Without a bundle this is a 404; its answer carries a nonce all the same.
    await this.#request('platform', signal, ANSWER_MS).catch((error: unknown) => {
      if (!(error instanceof ProxyFailure) || error.code === null) throw error;
    });
    const nonce = this.#nonces.take(this.#now().getTime());
    if (nonce === undefined) throw new ProxyFailure(null);
    return nonce;
  }

  async #request(path: string, signal: AbortSignal, ms: number, body?: unknown): Promise<unknown> {
    const started = performance.now();
    try {
      const response = await this.#http.fetch(`${this.origin}/v1/${path}`, {
        ...(body === undefined ? { method: 'GET' } : { method: 'POST', body: JSON.stringify(body) }),
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        signal: AbortSignal.any([signal, AbortSignal.timeout(ms)]),
        // A proxy must not send the platform anywhere else, least of all into its own network.
        redirect: 'error',
      });
      this.#nonces.put(response.headers.get(NONCE_HEADER), this.#now().getTime());
      const answer = parseJson(await readBody(response.body ?? nothing(), MOST_ANSWER_BYTES));
      if (response.ok) {
        // Only a poll that waits for messages is given longer; its time says nothing of the way.
        const roundTripMs = ms > ANSWER_MS ? this.#heard.roundTripMs : Math.round(performance.now() - started);
        this.#heard = { at: this.#now().getTime(), roundTripMs };
        return answer;
      }
      const problem = ProxyProblem.safeParse(answer);
      throw new ProxyFailure(problem.success ? problem.data.code : null);
    } catch (error) {
      throw error instanceof ProxyFailure ? error : new ProxyFailure(null, error);
    }
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function understood<T extends z.ZodType>(schema: T, answer: unknown): z.output<T> {
  const parsed = schema.safeParse(answer);
  if (!parsed.success) throw new ProxyFailure('ANSWER_INVALID');
  return parsed.data;
}
