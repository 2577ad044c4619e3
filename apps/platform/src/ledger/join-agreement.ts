import type { Reading } from '../database/unit-of-work.ts';
import { isSameStatement, statementOf, type AccountJoin, type AccountStatement } from './account.ts';
import type { AccountRepository } from './account.repository.ts';
import { LedgerBrokenError } from './ledger-broken-error.ts';

/**
 * A join may only add what the database lacks. Where the two say different things, whichever were taken could let an
 * account admit more than its limit.
 * @throws LedgerBrokenError naming the accounts
 */
export function assertAgrees(accounts: AccountRepository, reading: Reading, join: AccountJoin): void {
  const { account, predecessors } = join;
  for (const statement of [account, ...predecessors]) assertStated(accounts, reading, statement);
  for (const { name } of predecessors) {
    const successor = accounts.successor(reading, name);
    if (successor !== undefined && successor !== account.name) {
      throw contradiction(`account ${name} was joined into ${account.name} there, and into ${successor} here`);
    }
  }
  const known = new Set(predecessors.map(({ name }) => name));
  const others = accounts.joins(reading).filter((row) => row.account === account.name && !known.has(row.predecessor));
  if (others.length > 0) {
    const names = others.map(({ predecessor }) => predecessor).join(', ');
    throw contradiction(`account ${account.name} was made without ${names} there, and with it here`);
  }
}

/** @throws LedgerBrokenError when the account exists with other terms than the journal states */
export function assertStated(accounts: AccountRepository, reading: Reading, stated: AccountStatement): void {
  const existing = accounts.find(reading, stated.name);
  if (existing === undefined || isSameStatement(statementOf(existing), stated)) return;
  throw contradiction(
    `account ${stated.name} has ${termsOf(stated)} there, and ${termsOf(statementOf(existing))} here`,
  );
}

function termsOf({ entity, unitKind, epsilon, delta }: AccountStatement): string {
  return `epsilon ${epsilon} and delta ${delta} for each ${unitKind} (${entity})`;
}

function contradiction(what: string): LedgerBrokenError {
  return new LedgerBrokenError(
    `spend.journal and the database of the platform contradict each other: ${what}. ` +
      'Nothing is admitted on such a ledger, since an account could pass its limit. ' +
      'Put back the database and the spend.journal that belong together, and start again.',
  );
}
