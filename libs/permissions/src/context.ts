import type { Role } from '@dq0/protocol';
import { grantHolds, type Grant } from './grant.ts';

/** Facts about what a request touches; what is left out is taken as untrue. */
export interface DecisionContext {
  /** Milliseconds since 1970, for grants that end. */
  readonly now?: number;
  readonly dataset?: {
    readonly name: string;
    /** The caller is an owner of it. */
    readonly owned: boolean;
    /** Its definition may be seen by data scientists. */
    readonly publicMetadata: boolean;
    readonly grants: readonly Grant[];
  };
  /** The job was submitted by the caller. */
  readonly ownJob?: boolean;
  /** The role that an applicant is to get. */
  readonly role?: Role;
  /** The user acted upon is the caller. */
  readonly self?: boolean;
}

export interface Caller {
  /** Empty for somebody who is not an approved user. */
  readonly roles: readonly Role[];
  /** Groups beside the roles; each role is a group itself. */
  readonly groups?: readonly string[];
}

/** Conditions a rule may name. */
export const CONDITIONS = {
  'owns the data set': (_, { dataset }) => dataset?.owned === true,
  'its metadata are public': (_, { dataset }) => dataset?.publicMetadata === true,
  'granted to a group of the caller': ({ roles, groups = [] }, { dataset, now }) =>
    dataset?.grants.some((grant) => grantHolds(grant, dataset.name, [...roles, ...groups], now ?? Infinity)) === true,
  'own job': (_, { ownJob }) => ownJob === true,
  'the role is data-scientist': (_, { role }) => role === 'data-scientist',
  'about oneself': (_, { self }) => self === true,
} as const satisfies Record<string, (caller: Caller, context: DecisionContext) => boolean>;

export type Condition = keyof typeof CONDITIONS;
