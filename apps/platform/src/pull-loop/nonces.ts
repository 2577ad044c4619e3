/** A proxy forgets a nonce after 60 s; the last seconds are left for the way there. */
const USABLE_MS = 50_000;
/** More than are ever in use: one pull and one push at a time. */
const MOST = 8;

/** Single-use nonces of one proxy, newest first. */
export class Nonces {
  readonly #held: { readonly nonce: string; readonly until: number }[] = [];

  get size(): number {
    return this.#held.length;
  }

  put(nonce: string | null, now: number): void {
    if (nonce === null || nonce.length === 0 || nonce.length > 256) return;
    this.#held.push({ nonce, until: now + USABLE_MS });
    if (this.#held.length > MOST) this.#held.shift();
  }

  take(now: number): string | undefined {
    const newest = this.#held.pop();
    if (newest === undefined || newest.until > now) return newest?.nonce;
    // Those below are older still.
    this.#held.length = 0;
    return undefined;
  }
}
