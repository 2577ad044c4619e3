import type { AccountTerms } from '@dq0/accounting';
import type { SpendState } from './spend.ts';

/** Which spends are meant: those of these accounts, of one person or of everybody (null). */
export interface SpendScope {
  readonly accounts: readonly string[];
  /** Terms of the account whose limit shares refer to. */
  readonly terms: AccountTerms;
  readonly actor: string | null;
}

export interface PastSpend {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly job: string;
  readonly dataset: string | null;
  readonly email: string | null;
  readonly share: number;
  readonly state: SpendState;
}

export interface SpendSum {
  readonly share: number;
  readonly spends: number;
}
