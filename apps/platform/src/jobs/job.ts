import { sha256HexSync } from '@dq0/encryption';
import type { JobState } from '@dq0/jobs';
import type { AcceptedPlan } from '@dq0/protocol';

export interface PluginRef {
  readonly name: string;
  readonly version: string;
  readonly digest: string;
}

/** The plan as it is stored, and SHA-256 of that. */
export function fingerprintOf(plan: AcceptedPlan): string {
  return sha256HexSync(JSON.stringify(plan));
}

/** A job with its plan and where it stands. Times are milliseconds since 1970. */
export interface Job {
  readonly id: string;
  readonly userId: string;
  readonly datasetId: string;
  /** Full name of the project that it was asked for. */
  readonly project: string | null;
  /** What it was asked for, as it was declared. */
  readonly purpose: string | null;
  readonly dataVersion: number;
  readonly metadataVersion: number;
  readonly plugin: PluginRef;
  /** What the user wrote. */
  readonly request: string;
  readonly plan: AcceptedPlan;
  /** SHA-256 of the plan's text as it was stored. */
  readonly planFingerprint: string;
  /** What the release costs alone, and its part of the account. */
  readonly epsilon: number;
  readonly delta: number;
  readonly share: number;
  readonly state: JobState;
  readonly attempt: number;
  /** Of the current attempt; anything that carries a smaller one is stale. */
  readonly epoch: number;
  /** When the reconciler ends its stay in the present state; null in a final state. */
  readonly deadlineAt: number | null;
  readonly submittedAt: number;
  /** Public deadline class, or null where the owner chose not to protect timing. */
  readonly classSeconds: number | null;
  /** Nothing about the outcome is shown before; null where timing is not protected. */
  readonly visibleAt: number | null;
  /** For the owner of the data set and the logs only. */
  readonly reason: string | null;
  readonly sandbox: string | null;
  readonly policyVersion: number;
}

/** What lists show of a job. */
export interface JobSummary extends Pick<
  Job,
  | 'id'
  | 'userId'
  | 'datasetId'
  | 'project'
  | 'purpose'
  | 'request'
  | 'epsilon'
  | 'delta'
  | 'share'
  | 'state'
  | 'submittedAt'
  | 'classSeconds'
  | 'visibleAt'
  | 'reason'
  | 'sandbox'
> {
  readonly plugin: string;
  readonly dataset: string;
  readonly ownerId: string;
  readonly email: string;
}
