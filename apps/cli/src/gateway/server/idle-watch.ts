import type { ServerResponse } from 'node:http';

/** Notices when nothing was asked for a while; an answer that is still being given, such as a stream, is no rest. */
export class IdleWatch {
  /** Settles once, when the time is over. */
  readonly over: Promise<void>;
  readonly #restMs: number;
  readonly #end: () => void;
  #timer: NodeJS.Timeout | undefined;
  #open = 0;

  /** @param restMs milliseconds; 0 for never */
  constructor(restMs: number) {
    this.#restMs = restMs;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.over = promise;
    this.#end = () => resolve(undefined);
    this.#wait();
  }

  begin(response: ServerResponse): void {
    this.#open += 1;
    this.stop();
    response.once('close', () => {
      this.#open -= 1;
      if (this.#open === 0) this.#wait();
    });
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #wait(): void {
    this.stop();
    if (this.#restMs > 0) this.#timer = setTimeout(this.#end, this.#restMs);
  }
}
