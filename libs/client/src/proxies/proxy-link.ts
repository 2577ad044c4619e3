import { NONCE_HEADER, PlatformAnswer, ReplyAnswer } from '@dq0/protocol';
import type { HttpAnswer, HttpTransport } from './http-transport.ts';
import { ProxyFailure } from './proxy-failure.ts';

/** Longest that a proxy is given for an answer that needs no waiting, milliseconds. */
const PROMPT_MS = 10_000;
/** Least that it is given, however little is left: a proxy counts waiting in whole seconds. */
const LEAST_MS = 1_000;
/** More than a browser asks at once. A nonce ends after a minute, so keeping many has no use. */
const MOST_NONCES = 16;

/** Signs that the holder of the device key asks, for one origin and one nonce: the value behind `DQ0`. */
export type Prove = (origin: string, nonce: string) => Promise<string>;

/** One proxy: the routes that a client uses, and the newest nonces it gave, each for one request. */
export class ProxyLink {
  readonly origin: string;
  readonly #send: HttpTransport;
  readonly #nonces: string[] = [];

  constructor(origin: string, transport: HttpTransport) {
    this.origin = origin;
    this.#send = transport;
  }

  /** The newest bundle, unverified. @throws ProxyFailure */
  async bundle(): Promise<string> {
    const answer = this.#keepNonce(await this.#request('GET', '/v1/platform', PROMPT_MS));
    if (answer.status !== 200) throw this.#refusal(answer);
    return this.#read(PlatformAnswer, answer).bundle;
  }

  /**
   * Hands over a sealed request; the same bytes may be sent again. Returns when it is durable there.
   * @param leftMs how long the caller can still wait
   * @throws ProxyFailure
   */
  async post(message: string, leftMs: number): Promise<void> {
    const answer = this.#keepNonce(await this.#request('POST', '/v1/messages', promptly(leftMs), {}, message));
    if (answer.status !== 202) throw this.#refusal(answer);
  }

  /**
   * Waits for the sealed reply to a request.
   * @param waitMs how long the proxy may hold the answer back for it
   * @param leftMs how long the caller can still wait
   * @returns undefined when there is none yet
   * @throws ProxyFailure
   */
  async reply(id: string, waitMs: number, leftMs: number, prove: Prove): Promise<string | undefined> {
    const path = `/v1/messages/${encodeURIComponent(id)}/reply?wait=${Math.ceil(waitMs / 1000)}`;
    const ask = async (nonce: string): Promise<HttpAnswer> => {
      const authorization = `DQ0 ${await prove(this.origin, nonce)}`;
      return this.#request('GET', path, Math.min(waitMs, leftMs) + promptly(leftMs - waitMs), { authorization });
    };
    let answer = await ask(this.#nonces.pop() ?? (await this.#freshNonce(leftMs)));
    // The nonce may have grown old in between; this very answer carried a new one.
    if (answer.status === 401) answer = await ask(nonceOf(answer) ?? (await this.#freshNonce(leftMs)));
    this.#keepNonce(answer);
    if (answer.status === 204) return undefined;
    if (answer.status !== 200) throw this.#refusal(answer);
    return this.#read(ReplyAnswer, answer).envelope;
  }

  /** Taken from the very answer: of those that are kept, a request beside this one may take the last. */
  async #freshNonce(leftMs: number): Promise<string> {
    const nonce = nonceOf(await this.#request('GET', '/v1/platform', promptly(leftMs)));
    if (nonce === undefined) throw ProxyFailure.nonsense(this.origin);
    return nonce;
  }

  #keepNonce(answer: HttpAnswer): HttpAnswer {
    const nonce = nonceOf(answer);
    if (nonce !== undefined && this.#nonces.push(nonce) > MOST_NONCES) this.#nonces.shift();
    return answer;
  }

  async #request(
    method: 'GET' | 'POST',
    path: string,
    timeoutMs: number,
    headers: Record<string, string> = {},
    body?: string,
  ): Promise<HttpAnswer> {
    try {
      return await this.#send({
        method,
        url: `${this.origin}${path}`,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        signal: AbortSignal.timeout(Math.ceil(timeoutMs)),
        ...(body === undefined ? {} : { body }),
      });
    } catch (cause) {
      throw ProxyFailure.unreachable(this.origin, cause);
    }
  }

  #refusal(answer: HttpAnswer): ProxyFailure {
    return ProxyFailure.refused(this.origin, answer.status, answer.text, answer.header('retry-after'));
  }

  #read<T>(schema: { parse(value: unknown): T }, answer: HttpAnswer): T {
    try {
      return schema.parse(JSON.parse(answer.text));
    } catch (cause) {
      throw ProxyFailure.nonsense(this.origin, cause);
    }
  }
}

const nonceOf = (answer: HttpAnswer): string | undefined => answer.header(NONCE_HEADER);
const promptly = (leftMs: number): number => Math.min(PROMPT_MS, Math.max(LEAST_MS, leftMs));
