import { CodedError } from '@dq0/protocol';

/** Lets a few works run at a time; a bounded number wait in line, and more are told to come back. */
export class Turns {
  readonly #mostWaiting: number;
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number, mostWaiting: number) {
    this.#free = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /** @throws CodedError PLATFORM_BUSY, or whatever `work` throws */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#inLine();
    try {
      return await work();
    } finally {
      // The turn is handed on, or nobody who comes meanwhile could be kept from taking it first.
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  #inLine(): Promise<void> {
    if (this.#waiting.length >= this.#mostWaiting) throw new CodedError('PLATFORM_BUSY');
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
