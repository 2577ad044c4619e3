import type { AccountTerms } from '@dq0/accounting';
import type { SpendState } from './spend.ts';

/** Which spends are meant: those of these accounts, of everybody (null) or of one person and on some data sets. */
export interface SpendScope {
  readonly accounts: readonly string[];
  /** Terms of the account whose limit shares refer to. */
  readonly terms: AccountTerms;
  readonly actor: string | null;
  /** Ids of data sets whose spends are meant beside those of the person. */
  readonly datasets: readonly string[];
}

export interface PastSpend {
  /** Of the ledger's row; counts the spends of the whole platform, so it is for nobody outside. */
  readonly row: number;
  /** Its place among those meant, the oldest being 1. */
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
