import type { AccountTerms, Totals } from '@dq0/accounting';

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
  /** Running totals over reserved, opened and committed spends. */
  readonly spent: Totals;
  /** Hash of the newest ledger row. */
  readonly head: string;
  /** Why nothing more is admitted, or null. */
  readonly closed: string | null;
}

/** Hash that the first row of an account points to. */
export const GENESIS = '0'.repeat(64);
