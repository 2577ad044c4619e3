import { Injectable } from '@nestjs/common';
import { addToTotals, curveOfAll, share, type PrivacyEvent } from '@dq0/accounting';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { Account } from './account.ts';
import { AccountRepository } from './account.repository.ts';
import { ActorTotalsRepository } from './actor-totals.repository.ts';
import type { Quota, QuotaSubject } from './quota.ts';
import { QuotaRepository } from './quota.repository.ts';

/** Somebody who spends, as quotas know them. */
export interface Spender {
  readonly id: string;
  /** Each role is a group. */
  readonly roles: readonly string[];
  /** Groups beside the roles. */
  readonly groups: readonly string[];
  /** Full names: of those that count as theirs. */
  readonly projects: readonly string[];
}

/** Parts of an account for people, groups and projects: fairness among those who ask. What protects people is the account. */
@Injectable()
export class QuotasService {
  readonly #accounts: AccountRepository;
  readonly #quotas: QuotaRepository;
  readonly #totals: ActorTotalsRepository;
  readonly #clock: Clock;

  constructor(accounts: AccountRepository, quotas: QuotaRepository, totals: ActorTotalsRepository, clock: Clock) {
    this.#accounts = accounts;
    this.#quotas = quotas;
    this.#totals = totals;
    this.#clock = clock;
  }

  set(writing: Writing, account: Account, quota: Quota, by: string): void {
    this.#quotas.insert(writing, account.name, quota, by, this.#clock.now());
  }

  of(reading: Reading, account: Account): Quota[] {
    return this.#quotas.of(reading, this.#accounts.family(reading, account.name));
  }

  /** The quota of an approved user is kept by id: an address may change. */
  userId(reading: Reading, email: string): string | undefined {
    return this.#quotas.userId(reading, email);
  }

  /** What people call whom a quota is for. */
  nameOf(reading: Reading, { kind, subject }: QuotaSubject): string {
    return kind === 'user' ? (this.#quotas.userEmail(reading, subject) ?? subject) : subject;
  }

  /** Part of the account's limit that a person or a group used, refunds taken off. */
  used(reading: Reading, account: Account, subject: QuotaSubject): number {
    return share(account.terms, this.#spent(reading, account, subject));
  }

  /** The same with these events, for somebody who is about to cause them; beyond any part where they have no curve. */
  usedWith(reading: Reading, account: Account, subject: QuotaSubject, events: readonly PrivacyEvent[]): number {
    try {
      return share(account.terms, addToTotals(this.#spent(reading, account, subject), curveOfAll(events)));
    } catch (cause) {
      if (cause instanceof RangeError) return Number.MAX_SAFE_INTEGER;
      throw cause;
    }
  }

  /** The first quota that this spender would pass with these events, or undefined. */
  passed(
    reading: Reading,
    account: Account,
    spender: Spender,
    events: readonly PrivacyEvent[],
  ): (Quota & { readonly left: number }) | undefined {
    const quotas = this.of(reading, account).filter((quota) => concerns(quota, spender));
    if (quotas.length === 0) return undefined;
    const curve = curveOfAll(events);
    for (const quota of quotas) {
      const spent = this.#spent(reading, account, quota);
      if (share(account.terms, addToTotals(spent, curve)) > quota.share) {
        return { ...quota, left: Math.max(0, quota.share - share(account.terms, spent)) };
      }
    }
    return undefined;
  }

  #spent(reading: Reading, account: Account, subject: QuotaSubject) {
    return this.#totals.spentBy(reading, this.#accounts.family(reading, account.name), subject);
  }
}

/** Whether a quota is one that this spender is bound by. */
export function concerns({ kind, subject }: QuotaSubject, { id, roles, groups, projects }: Spender): boolean {
  if (kind === 'project') return projects.includes(subject);
  return kind === 'user' ? subject === id : roles.includes(subject) || groups.includes(subject);
}
