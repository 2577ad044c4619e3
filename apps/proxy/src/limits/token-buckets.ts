export interface TokenBucketOptions {
  /** Tokens a second; 0: no limit. */
  readonly rate: number;
  /** Most tokens a key can save up. */
  readonly burst: number;
  /** Most keys remembered; the one unused for longest is forgotten first. */
  readonly keys: number;
}

/** A token bucket per key, in bounded memory. A forgotten key starts full again, so the bound errs for the caller. */
export class TokenBuckets {
  readonly #options: TokenBucketOptions;
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  constructor(options: TokenBucketOptions) {
    this.#options = options;
  }

  /** Keys remembered now. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes one token at `now` (milliseconds). Returns 0, or the whole seconds to wait when there is none. */
  take(key: string, now: number): number {
    const { rate, burst, keys } = this.#options;
    if (rate === 0) return 0;
    const bucket = this.#buckets.get(key) ?? { tokens: burst, at: now };
    this.#buckets.delete(key);
    const tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1000) * rate);
    const allowed = tokens >= 1;
    this.#buckets.set(key, { tokens: allowed ? tokens - 1 : tokens, at: now });
    if (this.#buckets.size > keys) this.#forgetOldest();
    return allowed ? 0 : Math.max(1, Math.ceil((1 - tokens) / rate));
  }

  #forgetOldest(): void {
    const oldest = this.#buckets.keys().next();
    if (!oldest.done) this.#buckets.delete(oldest.value);
  }
}
