import { Injectable } from '@nestjs/common';
import { CodedError } from '@dq0/protocol';
import type { Account } from '../ledger/account.ts';
import { AccountsService } from '../ledger/accounts.service.ts';
import type { SpendScope } from '../ledger/past-spend.ts';
import type { Reading } from '../database/unit-of-work.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { DatasetsService } from '../datasets/datasets.service.ts';
import type { CallingUser } from '../operations/handler.ts';

/** An account as one caller may see it. */
export interface SeenBudget {
  readonly account: Account;
  /** The account and those that were joined into it. */
  readonly family: readonly string[];
  /** Data sets that spend from it and that the caller may see. */
  readonly datasets: readonly Dataset[];
  /** Names of those that the caller owns. */
  readonly owned: ReadonlySet<string>;
  /** Ids of those on which the caller sees everybody's spends. */
  readonly open: readonly string[];
  /** Whether these are all data sets on the account, so that nothing of it is anybody else's. */
  readonly complete: boolean;
  /** Everybody's spends on the open data sets, or the caller's own alone. */
  readonly whose: 'everybody' | 'own';
}

/** From a name to the account behind it, for those who may see a data set on it. To all others it does not exist. */
@Injectable()
export class BudgetAccess {
  readonly #accounts: AccountsService;
  readonly #datasets: DatasetsService;

  constructor(accounts: AccountsService, datasets: DatasetsService) {
    this.#accounts = accounts;
    this.#datasets = datasets;
  }

  /** @throws CodedError ACCOUNT_UNKNOWN, alike for a name that is not there and one that may not be seen */
  seen(reading: Reading, user: CallingUser, name: string, action: string): SeenBudget {
    const found = this.#find(reading, user, name, action);
    if (found === undefined) throw new CodedError('ACCOUNT_UNKNOWN');
    return found;
  }

  /** @throws CodedError ACCOUNT_UNKNOWN | STEP_UP_REQUIRED, or ACCESS_DENIED for who may see it without owning every data set on it */
  owned(reading: Reading, user: CallingUser, name: string, action: string): SeenBudget {
    const { account } = this.seen(reading, user, name, 'budget:show');
    const all = this.#datasets.onAccounts(reading, this.#accounts.family(reading, account.name));
    const owned = this.#view(reading, user, account, action);
    if (owned.datasets.length === 0 || owned.datasets.length < all.length) {
      if (all.length > 0 && all.every((dataset) => this.#datasets.signatureMissing(reading, user, dataset, action))) {
        throw new CodedError('STEP_UP_REQUIRED');
      }
      throw new CodedError('ACCESS_DENIED', {
        message: 'Only who owns every data set on a budget account may do this.',
        remedy: 'See the data sets on it with: dq0 budget show NAME',
      });
    }
    return owned;
  }

  #find(reading: Reading, user: CallingUser, name: string, action: string): SeenBudget | undefined {
    const dataset = this.#datasets.named(reading, name);
    if (dataset !== undefined && this.#datasets.decide(reading, user, dataset, action).permit) {
      return this.#view(reading, user, this.#accounts.require(reading, dataset.account), action);
    }
    const account = this.#accounts.find(reading, name);
    if (account === undefined) return undefined;
    const view = this.#view(reading, user, account, action);
    return view.datasets.length === 0 ? undefined : view;
  }

  #view(reading: Reading, user: CallingUser, account: Account, action: string): SeenBudget {
    const family = this.#accounts.family(reading, account.name);
    const all = this.#datasets.onAccounts(reading, family);
    const decided = all.flatMap((dataset) => {
      const { permit, scope } = this.#datasets.decide(reading, user, dataset, action);
      return permit ? [{ dataset, scope }] : [];
    });
    const open = decided.flatMap(({ dataset, scope }) => (scope === 'all' ? [dataset.id] : []));
    return {
      account,
      family,
      datasets: decided.map(({ dataset }) => dataset),
      owned: new Set(decided.flatMap(({ dataset }) => (dataset.ownerId === user.id ? [dataset.name] : []))),
      open,
      complete: open.length > 0 && open.length === all.length,
      whose: open.length > 0 ? 'everybody' : 'own',
    };
  }
}

/** Every spend of the account, for sums that tell nothing of anybody. */
export function allSpends({ account, family }: SeenBudget): SpendScope {
  return { accounts: family, terms: account.terms, actor: null, datasets: [] };
}

export function ownSpends(seen: SeenBudget, { id }: CallingUser): SpendScope {
  return { ...allSpends(seen), actor: id };
}

/** Those that the caller may see one by one: their own, and everybody's on data sets that are open to them. */
export function seenSpends(seen: SeenBudget, user: CallingUser): SpendScope {
  return seen.complete ? allSpends(seen) : { ...ownSpends(seen, user), datasets: seen.open };
}
