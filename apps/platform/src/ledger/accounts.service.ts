import { Injectable } from '@nestjs/common';
import { accountTerms, NOTHING } from '@dq0/accounting';
import { CodedError } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import { GENESIS, type Account, type AccountStatement } from './account.ts';
import { AccountRepository } from './account.repository.ts';
import { SpendJournal } from './spend-journal.ts';
import { SpendRepository } from './spend.repository.ts';

@Injectable()
export class AccountsService {
  readonly #accounts: AccountRepository;
  readonly #spends: SpendRepository;
  readonly #journal: SpendJournal;
  readonly #clock: Clock;

  constructor(accounts: AccountRepository, spends: SpendRepository, journal: SpendJournal, clock: Clock) {
    this.#accounts = accounts;
    this.#spends = spends;
    this.#journal = journal;
    this.#clock = clock;
  }

  find(reading: Reading, name: string): Account | undefined {
    return this.#accounts.find(reading, this.#accounts.liveName(reading, name));
  }

  /**
   * The account as it stands; for one that was joined into another, that other.
   * @throws Error when it does not exist; data sets always point to an account that does
   */
  require(reading: Reading, name: string): Account {
    const account = this.find(reading, name);
    if (account === undefined) throw new Error(`the account ${name} does not exist`);
    return account;
  }

  /** Names of an account and of those that were joined into it. */
  family(reading: Reading, name: string): string[] {
    return this.#accounts.family(reading, name);
  }

  /** Releases from an account and from those that were joined into it, as far as their outcome is shown. */
  releases(reading: Reading, name: string): number {
    const now = this.#clock.now();
    return this.family(reading, name).reduce((sum, one) => sum + this.#spends.releases(reading, one, now), 0);
  }

  /**
   * Makes the account on first use; later uses are for the same owner and must state the very same terms.
   * @throws CodedError ACCOUNT_CONFLICT naming each value that differs
   */
  join(writing: Writing, statement: AccountStatement, owner: string): void {
    this.assertJoinable(writing, statement, owner);
    if (this.#accounts.find(writing, statement.name) !== undefined) return;
    this.#accounts.insert(writing, newAccount(statement), this.#clock.now());
  }

  /** @throws CodedError ACCOUNT_CONFLICT; nothing when this owner may make or use the account with this statement */
  assertJoinable(reading: Reading, statement: AccountStatement, owner: string): void {
    const existing = this.#accounts.find(reading, statement.name);
    const first = this.#accounts.owner(reading, statement.name);
    if (first !== undefined && first !== owner) throw new CodedError('ACCOUNT_CONFLICT', FOREIGN);
    if (existing !== undefined) assertSameTerms(existing, statement, first === owner);
    // The next start makes this account of others: one made here meanwhile would hand them its own limits.
    else if (this.#journal.join(statement.name) !== undefined) throw new CodedError('ACCOUNT_CONFLICT', TAKEN);
  }
}

/** Nothing of the account: neither its terms nor whether the ones stated are the same. */
const FOREIGN = {
  message: 'The budget account of this name belongs to another owner.',
  remedy: 'Name another account. Data of the same people on one account are published by its owner.',
};
const TAKEN = {
  message: 'A budget account of this name is being made of others.',
  remedy: 'Name another account.',
};

/** An account that has spent nothing. @throws RangeError when its terms could never admit anything */
export function newAccount({ name, entity, unitKind, epsilon, delta }: AccountStatement): Account {
  const terms = accountTerms(epsilon, delta);
  return { name, entity, unitKind, terms, spent: NOTHING, own: NOTHING, head: GENESIS, closed: null };
}

/** Values are told to the owner alone. */
function assertSameTerms(account: Account, stated: AccountStatement, isOwner: boolean): void {
  const pairs = [
    ['entity', account.entity, stated.entity],
    ['tables.*.unit.kind', account.unitKind, stated.unitKind],
    ['budget.epsilon', account.terms.epsilon, stated.epsilon],
    ['budget.delta', account.terms.delta, stated.delta],
  ] as const;
  const details = pairs
    .filter(([, existing, given]) => existing !== given)
    .map(([path, existing]) => ({
      path,
      message: `the account ${account.name} was made with another value`,
      ...(isOwner ? { example: String(existing) } : {}),
    }));
  if (details.length > 0) throw new CodedError('ACCOUNT_CONFLICT', { details });
}
