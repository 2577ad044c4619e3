import type { Role } from '@dq0/protocol';
import type { Statement } from './own/statement.ts';

/** What one release asks for, and what its account and its author have used. */
export interface ReleaseFacts {
  readonly epsilon: number;
  readonly delta: number;
  /** Part of the budget account that the caller used so far, 0 to 1. */
  readonly usedByPerson: number;
  /** The same with this release. */
  readonly usedByPersonAfter: number;
  /** Part of the account that is left to all. */
  readonly remaining: number;
  readonly plugin: { readonly name: string; readonly version: string };
}

/** Facts about what a request touches; what is left out is taken as untrue. */
export interface DecisionContext {
  /** Milliseconds since 1970. */
  readonly now?: number;
  readonly dataset?: {
    readonly name: string;
    /** Address of its owner. */
    readonly owner: string;
    /** Privacy level: the highest where it is not told. */
    readonly level?: number;
    /** Its definition may be seen by data scientists. */
    readonly publicMetadata: boolean;
    /** The policies that were written for it, and those for all data sets. */
    readonly own?: readonly Statement[];
  };
  readonly project?: {
    /** `ada@example.org/churn`. */
    readonly name: string;
    /** Address of its owner. */
    readonly owner: string;
    /** The caller is a member. */
    readonly member: boolean;
    /** The account of its owner has ended. */
    readonly orphaned?: boolean;
  };
  readonly release?: ReleaseFacts;
  /** What a release is asked for, as it was declared. */
  readonly purpose?: string;
  /** The job was submitted by the caller. */
  readonly ownJob?: boolean;
  /** The role that an applicant is to get. */
  readonly role?: Role;
  /** The user acted upon, or the membership, is the caller's own. */
  readonly self?: boolean;
  /** How the caller is known. */
  readonly authentication?: Authentication;
  /** The caller has registered a passkey. */
  readonly passkey?: boolean;
}

/** `user` alone: approved, and nothing is said of what as. */
export type AnyRole = Role | 'user';
/** By what a session began; `step-up` where a passkey signed the very request that is decided. */
export type Authentication = 'password' | 'passkey' | 'machine' | 'step-up';

export interface Caller {
  /** Address of the caller, where it is known. */
  readonly name?: string;
  /** Empty for somebody who is not an approved user. */
  readonly roles: readonly AnyRole[];
  /** Groups beside the roles; each role is a group itself. */
  readonly groups?: readonly string[];
}
