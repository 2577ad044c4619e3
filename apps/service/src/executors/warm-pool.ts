import { setTimeout as pause } from 'node:timers/promises';

export interface PoolSettings<Item> {
  /** How many wait; 0 means each is made when it is asked for. */
  readonly size: number;
  readonly make: () => Promise<Item>;
  /** Whether a waiting one can still be used. */
  readonly usable: (item: Item) => boolean;
  readonly discard: (item: Item) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const retryMilliseconds = 1000;

/** Things that take a while to start and serve once. They are made ahead, off the path of a job. */
export class WarmPool<Item> {
  readonly #settings: PoolSettings<Item>;
  readonly #waiting: Item[] = [];
  #filling: Promise<void> | undefined;
  #closed = false;

  constructor(settings: PoolSettings<Item>) {
    this.#settings = settings;
  }

  /** One that nobody has used, or a new one. Call `refill` when the work with it is over. */
  async take(): Promise<Item> {
    for (let item = this.#waiting.shift(); item !== undefined; item = this.#waiting.shift()) {
      if (this.#settings.usable(item)) return item;
      await this.#settings.discard(item);
    }
    return this.#settings.make();
  }

  refill(): void {
    this.#filling ??= this.#fill().finally(() => (this.#filling = undefined));
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#filling;
    await Promise.all(this.#waiting.splice(0).map((item) => this.#settings.discard(item)));
  }

  async #fill(): Promise<void> {
    while (!this.#closed && this.#waiting.length < this.#settings.size) {
      try {
        this.#waiting.push(await this.#settings.make());
      } catch (error) {
        this.#settings.onError(error);
        await pause(retryMilliseconds);
        return;
      }
    }
  }
}
