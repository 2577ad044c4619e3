import type { MessageKey } from './message-key.ts';

/**
 * Messages that wait for their turn, taken device by device: one that sends a thousand at once waits for itself and
 * not the others for it. What a device has in hand is bounded, too.
 */
export class FairQueue {
  readonly #mostInHand: number;
  readonly #waiting = new Map<string, MessageKey[]>();
  readonly #inHand = new Map<string, number>();
  #size = 0;

  /** @param mostInHand of one device */
  constructor(mostInHand: number) {
    this.#mostInHand = mostInHand;
  }

  get size(): number {
    return this.#size;
  }

  add(key: MessageKey): void {
    const own = this.#waiting.get(key.device);
    if (own === undefined) this.#waiting.set(key.device, [key]);
    else own.push(key);
    this.#size += 1;
  }

  /** The next message of the device that was served least lately and may have one more; it is in hand then. */
  take(): MessageKey | undefined {
    for (const [device, own] of this.#waiting) {
      const inHand = this.#inHand.get(device) ?? 0;
      if (inHand >= this.#mostInHand) continue;
      const key = own.shift();
      this.#waiting.delete(device);
      if (own.length > 0) this.#waiting.set(device, own);
      if (key === undefined) continue;
      this.#size -= 1;
      this.#inHand.set(device, inHand + 1);
      return key;
    }
    return undefined;
  }

  /** A message that was taken is no longer in hand. */
  done({ device }: MessageKey): void {
    const left = (this.#inHand.get(device) ?? 1) - 1;
    if (left > 0) this.#inHand.set(device, left);
    else this.#inHand.delete(device);
  }

  waitingOf(device: string): number {
    return this.#waiting.get(device)?.length ?? 0;
  }
}
