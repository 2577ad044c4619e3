import { Injectable } from '@nestjs/common';
import { Clock, ProxyConfig } from '../config/index.ts';
import { ProxyError } from '../problems/index.ts';
import { addressKey } from './address-key.ts';
import { MemoryBudget } from './memory-budget.ts';
import { TokenBuckets } from './token-buckets.ts';

const burstSeconds = 4;
/** About 10 MiB each when full. */
const rememberedKeys = 50_000;

/** Rates per sender and per address, and the memory that requests may hold. */
@Injectable()
export class Limits {
  readonly memory: MemoryBudget;
  readonly #senders: TokenBuckets;
  readonly #addresses: TokenBuckets;
  readonly #clock: Clock;

  constructor(config: ProxyConfig, clock: Clock) {
    const { sender, address } = config.rates;
    this.#clock = clock;
    this.memory = new MemoryBudget(config.inflightBytes);
    this.#senders = new TokenBuckets({ rate: sender, burst: sender * burstSeconds, keys: rememberedKeys });
    this.#addresses = new TokenBuckets({ rate: address, burst: address * burstSeconds, keys: rememberedKeys });
  }

  /** @throws ProxyError RATE_LIMITED */
  countAddress(address: string): void {
    refuse(this.#addresses.take(addressKey(address), this.#clock.now()));
  }

  /** To be called only with a key whose signature verified, or others could use up a sender's rate. */
  countSender(thumbprint: string): void {
    refuse(this.#senders.take(thumbprint, this.#clock.now()));
  }
}

function refuse(retryAfter: number): void {
  if (retryAfter > 0) throw new ProxyError('RATE_LIMITED', { retryAfter });
}
