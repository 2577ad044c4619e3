import { Inject, Injectable } from '@nestjs/common';
import { addToTotals, curveOfAll, removeFromTotals } from '@dq0/accounting';
import { CodedError } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import { statementOf, type Account } from './account.ts';
import { AccountRepository } from './account.repository.ts';
import { ActorTotalsRepository } from './actor-totals.repository.ts';
import { PRIVACY_FILTER, type PrivacyFilter } from './filter.ts';
import type { NewSpend, Spend } from './spend.ts';
import { spendHash } from './spend-hash.ts';
import { SpendJournal } from './spend-journal.ts';
import { SpendRepository } from './spend.repository.ts';

/**
 * The only writer of the ledger. Every method joins the caller's transaction, so a spend, the state of its job and the
 * running totals are kept together or not at all; the totals make admission independent of the number of spends.
 */
@Injectable()
export class LedgerService {
  readonly #accounts: AccountRepository;
  readonly #spends: SpendRepository;
  readonly #totals: ActorTotalsRepository;
  readonly #journal: SpendJournal;
  readonly #clock: Clock;
  readonly #admits: PrivacyFilter;

  constructor(
    accounts: AccountRepository,
    spends: SpendRepository,
    totals: ActorTotalsRepository,
    journal: SpendJournal,
    clock: Clock,
    @Inject(PRIVACY_FILTER) filter: PrivacyFilter,
  ) {
    this.#accounts = accounts;
    this.#spends = spends;
    this.#totals = totals;
    this.#journal = journal;
    this.#clock = clock;
    this.#admits = filter;
  }

  /** Sets the cost aside, on the account that a joined one became. @throws CodedError BUDGET_EXCEEDED when the filter does not admit it or the account is closed */
  reserve(writing: Writing, request: NewSpend): Spend {
    const account = this.#account(writing, this.#accounts.liveName(writing, request.account));
    const curve = curveOfAll(request.events);
    if (account.closed !== null || !this.#admits(account.terms, account.spent, curve).admitted) {
      throw new CodedError('BUDGET_EXCEEDED');
    }
    const row = {
      ...request,
      account: account.name,
      curve,
      reservedAt: this.#clock.now().getTime(),
      previousHash: account.head,
    };
    const spend: Spend = { ...row, state: 'RESERVED', openedAt: null, hash: spendHash(row) };
    this.#spends.insert(writing, spend);
    this.#accounts.setSpent(writing, account.name, addToTotals(account.own, curve));
    this.#accounts.setHead(writing, account.name, spend.hash);
    this.#totals.change(writing, spend, (spent) => addToTotals(spent, curve));
    return spend;
  }

  /**
   * Makes a spend final: first on the disk of the journal, then in the caller's transaction. Again is harmless.
   * @throws Error when the journal cannot be written, or the spend was refunded
   */
  open(writing: Writing, job: string): void {
    const now = this.#clock.now();
    for (const spend of this.#rows(writing, job)) {
      if (spend.state === 'REFUNDED') throw new Error('a refunded spend cannot be opened');
      this.#journal.append(job, {
        account: statementOf(this.#account(writing, spend.account)),
        events: [...spend.events],
        planFingerprint: spend.planFingerprint,
        versions: { ...spend.versions },
        actor: spend.actor,
        ...(spend.project === null ? {} : { project: spend.project }),
        openedAt: now.getTime(),
      });
    }
    this.#spends.open(writing, job, now);
  }

  /** Closes an opened spend when its job has ended, however it ended. Again is harmless. */
  commit(writing: Writing, job: string): void {
    this.#spends.commit(writing, job, this.#clock.now());
  }

  /**
   * Gives a reservation back. Again is harmless.
   * @throws Error when the spend is final: the data may have been opened
   */
  refund(writing: Writing, job: string): void {
    for (const spend of this.#rows(writing, job)) {
      if (spend.state === 'REFUNDED') continue;
      // A journal line whose transaction failed afterwards still says that the data were about to be opened.
      if (spend.state !== 'RESERVED' || this.#journal.has(spend)) {
        throw new Error('a spend is refunded only while it is reserved');
      }
      const account = this.#account(writing, spend.account);
      this.#accounts.setSpent(writing, account.name, removeFromTotals(account.own, spend.curve));
      this.#totals.change(writing, spend, (spent) => removeFromTotals(spent, spend.curve));
    }
    this.#spends.refund(writing, job, this.#clock.now());
  }

  /** Whether the cost of a job could still be given back. */
  refundable(reading: Reading, job: string): boolean {
    const rows = this.#spends.byJob(reading, job);
    return rows.every((spend) => spend.state === 'RESERVED' && !this.#journal.has(spend));
  }

  /** What a job spends, one row per account. */
  spendsOf(reading: Reading, job: string): Spend[] {
    return this.#spends.byJob(reading, job);
  }

  #rows(reading: Reading, job: string): Spend[] {
    const rows = this.#spends.byJob(reading, job);
    if (rows.length === 0) throw new Error('the job has no spend');
    return rows;
  }

  #account(reading: Reading, name: string): Account {
    const account = this.#accounts.find(reading, name);
    if (account === undefined) throw new Error(`the account ${name} does not exist`);
    return account;
  }
}
