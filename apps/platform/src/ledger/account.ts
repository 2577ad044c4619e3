import { remainingShare, type AccountTerms, type Totals } from '@dq0/accounting';

/** What a unit of the account is: one row, or everything that one entity (a person, a household) contributed. */
export type UnitKind = 'row' | 'entity';

/** What an owner states about an account; immutable once the account exists. */
export interface AccountStatement {
  /** Name of the population whose privacy the account protects. */
  readonly name: string;
  readonly entity: string;
  readonly unitKind: UnitKind;
  readonly epsilon: number;
  readonly delta: number;
}

export interface Account {
  readonly name: string;
  readonly entity: string;
  readonly unitKind: UnitKind;
  readonly terms: AccountTerms;
  /** Running totals over reserved, opened and committed spends, those of joined accounts included. */
  readonly spent: Totals;
  /** The part of `spent` that its own ledger rows make. */
  readonly own: Totals;
  /** Hash of the newest ledger row. */
  readonly head: string;
  /** Why nothing more is admitted, or null. */
  readonly closed: string | null;
}

/** Accounts that became one. */
export interface AccountJoin {
  readonly account: AccountStatement;
  readonly predecessors: readonly AccountStatement[];
  /** Id of the user who joined them. */
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** Part of the account's limit that is left; nothing of a closed one. */
export function leftOf({ terms, spent, closed }: Account): number {
  return closed === null ? remainingShare(terms, spent) : 0;
}

export function statementOf({ name, entity, unitKind, terms }: Account): AccountStatement {
  return { name, entity, unitKind, epsilon: terms.epsilon, delta: terms.delta };
}

export function isSameStatement(one: AccountStatement, other: AccountStatement): boolean {
  return STATED.every((member) => one[member] === other[member]);
}

const STATED = ['name', 'entity', 'unitKind', 'epsilon', 'delta'] as const;

/** Whether two joins make the same account of the same accounts; who asked for it, and when, may differ. */
export function isSameJoin(one: AccountJoin, other: AccountJoin): boolean {
  const others = new Map(other.predecessors.map((statement) => [statement.name, statement]));
  return (
    isSameStatement(one.account, other.account) &&
    one.predecessors.length === others.size &&
    one.predecessors.every((statement) => {
      const same = others.get(statement.name);
      return same !== undefined && isSameStatement(statement, same);
    })
  );
}

/** Hash that the first row of an account points to. */
export const GENESIS = '0'.repeat(64);
