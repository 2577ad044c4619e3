import type { ErrorCode, AcceptedPlan, Refusal, ServiceEvent } from '@dq0/protocol';
import type { Spend } from '../../ledger/spend.ts';
import type { Dataset } from '../../datasets/dataset.ts';
import type { CallingUser } from '../../operations/handler.ts';
import type { Job, PluginRef } from '../job.ts';

export type CheckStage = 'before' | 'after';

export interface Refused {
  readonly pass: false;
  readonly code: ErrorCode | 'PLAN_INVALID' | 'RELEASE_REFUSED';
  /** Before the run it is shown to whoever asked, so it names public facts only; after it, it is for the owner. */
  readonly reason: string;
  readonly remedy?: string;
  readonly offers?: Refusal['offers'];
  readonly decided?: Decided;
}

/** The way out of a refusal that a smaller epsilon would pass. No flag is named: screens and programs say it too. */
export function cheaper(epsilon: number): Required<Pick<Refused, 'remedy' | 'offers'>> {
  return { remedy: `Ask with epsilon ${epsilon} or less.`, offers: { epsilon } };
}

/** The policy that decided, for the record: rule and own policy by name, and the version of all. */
export interface Decided {
  readonly rule: string;
  readonly policy?: string;
  readonly policyVersion: number;
}

export type Verdict =
  | { readonly pass: true; /** What decided, for the record. */ readonly reason?: string; readonly decided?: Decided }
  | Refused;

/** One rule that stands between a request and its release. It has no state and no side effect. */
export interface Check<Subject> {
  readonly name: string;
  readonly version: string;
  check(subject: Subject): Verdict;
}

/** What can be known before the data are opened: public facts only. */
export interface BeforeSubject {
  readonly user: CallingUser;
  readonly dataset: Dataset;
  readonly plugin: PluginRef;
  readonly asked: { readonly epsilon: number; readonly delta: number };
  readonly plan: AcceptedPlan;
  /** Full name of the project that it is asked for. */
  readonly project: string | null;
  /** What it is asked for, as it was declared. */
  readonly purpose: string | null;
  /** The answer is held already: it uses nothing of the account. */
  readonly free?: boolean;
  /** Where the asked epsilon is above the policies of this person: the one at which they end, and the error there. */
  readonly fits?: { readonly epsilon: number; readonly halfWidth: number };
}

/** What the run left: the exact bytes, and what was recorded about them. */
export interface AfterSubject {
  readonly job: Job;
  readonly spends: readonly Spend[];
  readonly noise: (ServiceEvent & { type: 'finished' })['noise'];
  readonly artifacts: (ServiceEvent & { type: 'finished' })['artifacts'];
  readonly bytes: Uint8Array;
  /** SHA-256 of `bytes`, computed here. */
  readonly digest: string;
}

export type BeforeCheck = Check<BeforeSubject>;
export type AfterCheck = Check<AfterSubject>;

/** The checks in the order in which they are asked; JobsModule lists them once. */
export const BEFORE_CHECKS = Symbol('BEFORE_CHECKS');
export const AFTER_CHECKS = Symbol('AFTER_CHECKS');

export interface RecordedVerdict {
  readonly name: string;
  readonly version: string;
  readonly pass: boolean;
  readonly reason: string | null;
  readonly digest: string | null;
  readonly verdict: Verdict;
}

/** Asks every check; each verdict is kept, also those after the first refusal. */
export function ask<Subject>(
  checks: readonly Check<Subject>[],
  subject: Subject,
  digest: string | null,
): RecordedVerdict[] {
  return checks.map((check) => {
    const verdict = check.check(subject);
    return {
      name: check.name,
      version: check.version,
      pass: verdict.pass,
      reason: verdict.reason ?? null,
      digest,
      verdict,
    };
  });
}
