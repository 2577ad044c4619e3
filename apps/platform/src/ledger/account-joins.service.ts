import { Injectable } from '@nestjs/common';
import { accountTerms } from '@dq0/accounting';
import { CodedError, type ErrorDetail } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import { isSameJoin, statementOf, type Account, type AccountJoin, type AccountStatement } from './account.ts';
import { AccountRepository } from './account.repository.ts';
import { newAccount } from './accounts.service.ts';
import { assertAgrees } from './join-agreement.ts';
import { SpendJournal } from './spend-journal.ts';

/**
 * Joins accounts whose populations overlap. The terms of an account never change, so a new one is made: it takes the
 * smallest limits and counts the spends of all, which stay where they are in the ledger. Never undone.
 */
@Injectable()
export class AccountJoinsService {
  readonly #accounts: AccountRepository;
  readonly #journal: SpendJournal;
  readonly #clock: Clock;

  constructor(accounts: AccountRepository, journal: SpendJournal, clock: Clock) {
    this.#accounts = accounts;
    this.#journal = journal;
    this.#clock = clock;
  }

  /**
   * Durable in the journal first: a database that is set back must not split them again.
   * @throws CodedError ACCOUNT_CONFLICT naming each account that cannot be joined
   */
  join(writing: Writing, names: readonly string[], into: string, by: string): Account {
    const parts = [...new Set(names)].map((name) => this.#require(writing, name));
    const statement = joinedStatement(parts, into);
    const predecessors = parts.map(statementOf);
    const join: AccountJoin = { account: statement, predecessors, by, at: this.#clock.now().getTime() };
    const details = [
      ...conflicts(parts),
      ...this.#nameConflict(writing, into),
      ...termsConflict(statement),
      ...this.#begunConflicts(join),
    ];
    if (details.length > 0) throw new CodedError('ACCOUNT_CONFLICT', { message: CONFLICT, remedy: REMEDY, details });
    this.#journal.appendJoin(join);
    this.apply(writing, join);
    return this.#require(writing, into);
  }

  /**
   * Makes what is missing of a join. @returns whether anything was
   * @throws LedgerBrokenError when the database contradicts it
   */
  apply(writing: Writing, join: AccountJoin): boolean {
    assertAgrees(this.#accounts, writing, join);
    const { account, predecessors } = join;
    const missing = predecessors.filter(({ name }) => this.#accounts.successor(writing, name) === undefined);
    for (const statement of [account, ...predecessors]) {
      if (this.#accounts.find(writing, statement.name) !== undefined) continue;
      this.#accounts.insert(writing, newAccount(statement), this.#clock.now());
    }
    for (const { name } of missing) this.#accounts.insertJoin(writing, name, account.name, join);
    return missing.length > 0;
  }

  /** A join whose transaction failed stands in the journal: the next start makes it, so it may only be repeated. */
  #begunConflicts(join: AccountJoin): ErrorDetail[] {
    const begun = this.#journal.join(join.account.name);
    if (begun !== undefined && !isSameJoin(begun, join)) {
      return [{ path: 'into', message: 'another join under this name was begun; name a new account' }];
    }
    return join.predecessors.flatMap(({ name }) => {
      const other = this.#journal.joinOf(name);
      if (other === undefined || other.account.name === join.account.name) return [];
      const parts = other.predecessors.map((part) => `--account ${part.name}`).join(' ');
      const finish = `dq0 budget join ${other.account.name} ${parts}`;
      return [{ path: name, message: `its join into ${other.account.name} was begun; finish it with: ${finish}` }];
    });
  }

  #nameConflict(reading: Reading, into: string): ErrorDetail[] {
    if (this.#accounts.find(reading, into) === undefined) return [];
    return [{ path: 'into', message: 'an account of this name exists; name a new one' }];
  }

  #require(reading: Reading, name: string): Account {
    const account = this.#accounts.find(reading, name);
    if (account === undefined) throw new Error(`the account ${name} does not exist`);
    return account;
  }
}

const CONFLICT = 'These accounts cannot be joined.';
const REMEDY = 'Correct the named places; nothing was changed.';

/** The smallest limits of all. */
function joinedStatement(parts: readonly Account[], name: string): AccountStatement {
  return {
    name,
    entity: parts[0]?.entity ?? '',
    unitKind: parts[0]?.unitKind ?? 'row',
    epsilon: Math.min(...parts.map(({ terms }) => terms.epsilon)),
    delta: Math.min(...parts.map(({ terms }) => terms.delta)),
  };
}

function conflicts(parts: readonly Account[]): ErrorDetail[] {
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0) return [{ path: 'accounts', message: 'name at least two accounts' }];
  return parts.flatMap(({ name, entity, unitKind, closed }) => [
    ...(entity === first.entity ? [] : [{ path: name, message: `its entity is not ${first.entity}` }]),
    ...(unitKind === first.unitKind ? [] : [{ path: name, message: 'it counts another kind of unit' }]),
    ...(closed === null ? [] : [{ path: name, message: 'it is closed' }]),
  ]);
}

function termsConflict({ epsilon, delta }: AccountStatement): ErrorDetail[] {
  try {
    accountTerms(epsilon, delta);
    return [];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [{ path: 'accounts', message: `an account of epsilon ${epsilon} at delta ${delta} could admit nothing` }];
  }
}
