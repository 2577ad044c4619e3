import { Injectable } from '@nestjs/common';
import type { Reading } from '../database/unit-of-work.ts';
import { AccountRepository } from './account.repository.ts';
import type { PastSpend, SpendScope, SpendSum } from './past-spend.ts';
import { SpendHistoryRepository } from './spend-history.repository.ts';

/** What was spent, as people read it: pages, sums and each person's part. */
@Injectable()
export class SpendHistoryService {
  readonly #history: SpendHistoryRepository;
  readonly #accounts: AccountRepository;

  constructor(history: SpendHistoryRepository, accounts: AccountRepository) {
    this.#history = history;
    this.#accounts = accounts;
  }

  /** Newest first, below the number `before`. */
  page(reading: Reading, scope: SpendScope, page: { before: number; limit: number }): PastSpend[] {
    return this.#history.page(reading, scope, page);
  }

  /** Sum of what was not given back, up to a row and from a time on (milliseconds since 1970). */
  sum(reading: Reading, scope: SpendScope, range?: { upTo?: number; since?: number }): SpendSum {
    return this.#history.sum(reading, scope, range);
  }

  /** What each person spent, most first. */
  people(reading: Reading, scope: SpendScope): (SpendSum & { readonly user: string })[] {
    return this.#history.people(reading, scope);
  }

  /** When the oldest of these accounts was made, milliseconds since 1970. */
  since(reading: Reading, accounts: readonly string[]): number {
    return Math.min(...accounts.map((name) => this.#accounts.createdAt(reading, name) ?? Infinity));
  }
}
