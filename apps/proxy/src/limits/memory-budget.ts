/** Bytes that requests may hold in memory: all together, and those of one address a quarter of it. */
export class MemoryBudget {
  readonly #limit: number;
  readonly #ofAddress = new Map<string, number>();
  #held = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get held(): number {
    return this.#held;
  }

  /** False, and nothing taken, when it would go over a limit. */
  take(address: string, bytes: number): boolean {
    const held = this.#ofAddress.get(address) ?? 0;
    if (this.#held + bytes > this.#limit || held + bytes > this.#limit / 4) return false;
    this.#set(address, held + bytes);
    this.#held += bytes;
    return true;
  }

  give(address: string, bytes: number): void {
    this.#set(address, (this.#ofAddress.get(address) ?? 0) - bytes);
    this.#held -= bytes;
  }

  #set(address: string, bytes: number): void {
    if (bytes > 0) this.#ofAddress.set(address, bytes);
    else this.#ofAddress.delete(address);
  }
}
