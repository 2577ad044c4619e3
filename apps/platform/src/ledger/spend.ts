import type { Curve, PrivacyEvent } from '@dq0/accounting';

/** RESERVED -> OPENED (the credential is handed out; final) -> COMMITTED; REFUNDED from RESERVED only. */
export type SpendState = 'RESERVED' | 'OPENED' | 'COMMITTED' | 'REFUNDED';

/** What a job asks of an account. */
export interface NewSpend {
  readonly job: string;
  readonly account: string;
  readonly events: readonly PrivacyEvent[];
  /** Mechanisms with scale and caps, as the plan names them. */
  readonly mechanisms: unknown;
  /** SHA-256 of the canonical plan. */
  readonly planFingerprint: string;
  /** Versions of data, metadata, plugin. */
  readonly versions: Readonly<Record<string, string | number>>;
  /** Id of the user who asked. */
  readonly actor: string;
  /** Full name of the project that it was asked for. */
  readonly project: string | null;
}

export interface Spend extends NewSpend {
  readonly state: SpendState;
  readonly curve: Curve;
  /** Milliseconds since 1970. */
  readonly reservedAt: number;
  readonly openedAt: number | null;
  readonly previousHash: string;
  readonly hash: string;
}
