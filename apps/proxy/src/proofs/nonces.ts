import { randomToken } from '@dq0/encryption/verify';
import { Injectable } from '@nestjs/common';
import { Clock } from '../config/index.ts';

/** How long a nonce may be used, milliseconds. */
export const NONCE_MILLISECONDS = 60_000;
/** About 20 MiB when full. Beyond it the oldest go first: under a flood a nonce lives shorter, and the next answer brings another. */
const mostNonces = 200_000;

/** Nonces that were issued and not used. */
@Injectable()
export class Nonces {
  readonly #clock: Clock;
  readonly #open = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#open.size;
  }

  issue(): string {
    const now = this.#clock.now();
    this.#forget(now);
    const nonce = randomToken(16);
    this.#open.set(nonce, now + NONCE_MILLISECONDS);
    return nonce;
  }

  /** Whether a nonce could be used now; asking does not use it. */
  isOpen(nonce: string): boolean {
    return (this.#open.get(nonce) ?? 0) > this.#clock.now();
  }

  /** Uses a nonce up. False when another request was first. */
  use(nonce: string): boolean {
    return this.isOpen(nonce) && this.#open.delete(nonce);
  }

  /** Issue order is expiry order, so only the first entries need a look. */
  #forget(now: number): void {
    for (const [nonce, expires] of this.#open) {
      if (expires > now && this.#open.size < mostNonces) return;
      this.#open.delete(nonce);
    }
  }
}
