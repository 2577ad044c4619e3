import { CodedError } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';

/** Wrong passwords that cost nothing: people mistype. */
const FREE = 3;
const FIRST_MS = 1000;
/** One key waits in line: its tries come one after the other. */
const MOST_OF_DEVICE_MS = 30_000;
/** An account only slows down a little, or strangers could keep its owner out. */
const MOST_OF_ACCOUNT_MS = 2000;
/** Names remembered; the ones not seen longest go first. About 10 MB when full. */
const MOST_NAMES = 50_000;

interface Tries {
  failures: number;
  /** When the next try of a device may start. */
  next: number;
}

/** A delay that grows with each wrong password, by account and by key; nobody is ever locked out. */
@Injectable()
export class LoginDelay {
  readonly #tries = new Map<string, Tries>();

  /**
   * How long this try must wait, milliseconds; its turn is taken.
   * @throws CodedError PLATFORM_BUSY when more tries of this key are in line than fit into the longest wait
   */
  waitFor(account: string, device: string, now: number): number {
    const ofDevice = this.#of(`device ${device}`);
    const start = Math.max(now, ofDevice.next);
    if (start - now > MOST_OF_DEVICE_MS) throw new CodedError('PLATFORM_BUSY');
    ofDevice.next = start + delayAfter(ofDevice.failures, MOST_OF_DEVICE_MS);
    return start - now + delayAfter(this.#of(`account ${account}`).failures, MOST_OF_ACCOUNT_MS);
  }

  failed(account: string, device: string, now: number): void {
    this.#of(`account ${account}`).failures += 1;
    const ofDevice = this.#of(`device ${device}`);
    ofDevice.failures += 1;
    ofDevice.next = Math.max(ofDevice.next, now + delayAfter(ofDevice.failures, MOST_OF_DEVICE_MS));
  }

  succeeded(account: string, device: string): void {
    this.#tries.delete(`account ${account}`);
    this.#tries.delete(`device ${device}`);
  }

  #of(name: string): Tries {
    const tries = this.#tries.get(name) ?? { failures: 0, next: 0 };
    this.#tries.delete(name);
    this.#tries.set(name, tries);
    if (this.#tries.size > MOST_NAMES) this.#tries.delete(this.#tries.keys().next().value ?? '');
    return tries;
  }
}

function delayAfter(failures: number, most: number): number {
  return failures < FREE ? 0 : Math.min(most, FIRST_MS * 2 ** (failures - FREE));
}
