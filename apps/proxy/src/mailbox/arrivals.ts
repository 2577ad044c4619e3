import { Injectable } from '@nestjs/common';

/** Mailbox name under which the platform waits for messages; no thumbprint looks like it. */
export const PLATFORM_MAILBOX = 'platform';

/** Wakes those who wait for something new in a mailbox. Holds nothing but who waits. */
@Injectable()
export class Arrivals {
  readonly #listeners = new Map<string, Set<() => void>>();
  #closed = false;

  /** Whether the proxy stops, so that nobody should wait again. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Calls `listener` whenever something arrives, until the returned function is called. */
  listen(mailbox: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(mailbox) ?? new Set();
    this.#listeners.set(mailbox, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(mailbox) === listeners) this.#listeners.delete(mailbox);
    };
  }

  announce(mailbox: string): void {
    for (const listener of [...(this.#listeners.get(mailbox) ?? [])]) listener();
  }

  /** Waits for the next arrival, `milliseconds`, the caller's end or the stop of the proxy, whichever is first. */
  next(mailbox: string, milliseconds: number, gone: AbortSignal): Promise<void> {
    if (this.#closed || gone.aborted || milliseconds <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        forget();
        gone.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      const forget = this.listen(mailbox, finish);
      gone.addEventListener('abort', finish);
    });
  }

  /** Ends every wait, for an orderly stop. */
  close(): void {
    this.#closed = true;
    for (const mailbox of [...this.#listeners.keys()]) this.announce(mailbox);
  }
}
