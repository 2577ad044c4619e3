import { Attempt } from '@dq0/client';
import { GatewayError } from '../problems/gateway-error.ts';
import type { Reply } from './reply.ts';

const KEPT_MS = 24 * 60 * 60_000;
const MOST = 1_000;

interface Entry {
  readonly request: string;
  readonly endsAt: number;
  readonly attempt: Attempt;
  /** Undefined before the first, and after one that is not kept. */
  reply: Promise<Reply> | undefined;
}

/**
 * Replies to requests with an `Idempotency-Key`, by session and key, for 24 hours: who sends the same again gets the
 * same reply, also while it is still being made. After a failure on the way the very same sealed request is handed
 * over again, so that it has its effect once.
 */
export class KeptReplies {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: () => number;

  /** @param clock milliseconds */
  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  /**
   * @param key of the caller, unique to its session
   * @param request digest of what is asked
   * @throws GatewayError KEY_REUSED; whatever `make` throws
   */
  async answer(
    key: string,
    request: string,
    make: (attempt: Attempt) => Promise<Reply>,
  ): Promise<{ readonly reply: Reply; readonly replayed: boolean }> {
    this.#forget();
    const entry = this.#entries.get(key) ?? this.#begin(key, request);
    if (entry.request !== request) throw new GatewayError('KEY_REUSED');
    const replayed = entry.reply !== undefined;
    entry.reply ??= make(entry.attempt);
    const making = entry.reply;
    const reply = await making;
    if (entry.reply === making && !this.#isKept(reply)) this.#drop(key, entry, reply);
    return { reply, replayed };
  }

  #begin(key: string, request: string): Entry {
    const endsAt = this.#clock() + KEPT_MS;
    const entry: Entry = { request, endsAt, attempt: new Attempt(), reply: undefined };
    this.#entries.set(key, entry);
    return entry;
  }

  /** Nothing came of it where a login is missing or the way failed: the next one may try again. */
  #isKept({ status }: Reply): boolean {
    return status < 500 && status !== 401;
  }

  #drop(key: string, entry: Entry, { status }: Reply): void {
    if (status >= 500) entry.reply = undefined;
    else if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }

  #forget(): void {
    const now = this.#clock();
    for (const [key, { endsAt }] of this.#entries) {
      if (endsAt > now && this.#entries.size < MOST) return;
      this.#entries.delete(key);
    }
  }
}
