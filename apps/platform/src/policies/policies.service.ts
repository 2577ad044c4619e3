import {
  decide,
  decideAtAll,
  GRANTABLE,
  formToText,
  largestEpsilon,
  purposesNamed,
  statementsOf,
  type Caller,
  type Decision as CedarDecision,
  type DecisionContext,
  type ReleaseFacts,
  type Scope,
  type Statement,
} from '@dq0/permissions';
import { CodedError, type Role } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { CallingUser } from '../operations/handler.ts';
import { policyId, type KnownUser, type OwnPolicy, type PolicyChange, type PolicyHome } from './own-policy.ts';
import { PoliciesRepository } from './policies.repository.ts';

export interface NewGrant {
  readonly datasetId: string;
  readonly dataset: string;
  readonly group: string;
  /** ISO time; without it the grant holds until it is withdrawn. */
  readonly until?: string | undefined;
  /** Id of the user who grants. */
  readonly by: string;
}

export interface NewPolicy {
  readonly home: PolicyHome;
  readonly name: string;
  /** Cedar that was read and found sound; null removes the policy. */
  readonly text: string | null;
  /** Id of the user who changes it. */
  readonly by: string;
}

/** A project, as policies know it. */
export type AboutProject = NonNullable<DecisionContext['project']>;

export interface AboutDataset {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly publicMetadata?: boolean;
  readonly level?: number;
}

/** Who wants to do what, and the facts that conditional rules ask for; what is left out is taken as untrue. */
export interface Question {
  /** null for somebody who is not logged in. */
  readonly user: Pick<CallingUser, 'id' | 'email' | 'roles' | 'groups' | 'authentication' | 'passkey'> | null;
  readonly action: string;
  readonly dataset?: AboutDataset;
  readonly project?: AboutProject | undefined;
  readonly release?: ReleaseFacts;
  /** What the release is asked for, as it was declared. */
  readonly purpose?: string | undefined;
  /** The job was submitted by the caller. */
  readonly ownJob?: boolean;
  /** The role that an applicant is to get. */
  readonly role?: Role;
  /** The user acted upon, or the membership, is the caller's own. */
  readonly self?: boolean;
}

export interface Decision {
  readonly permit: boolean;
  /** Name of the rule that decided, for the audit row. */
  readonly rule: string;
  /** The own policy behind the rule, as `census/labour-study`. */
  readonly policy?: string;
  /** How much a permitted list or look-up may show; `own` where nothing is permitted. */
  readonly scope: Scope;
  readonly policyVersion: number;
}

/** Version of the policies that are shipped; each change of an own one adds one. */
export const SHIPPED_VERSION = 1;

@Injectable()
export class PoliciesService {
  readonly #clock: Clock;
  readonly #policies: PoliciesRepository;

  constructor(clock: Clock, policies: PoliciesRepository) {
    this.#clock = clock;
    this.#policies = policies;
  }

  /** The simplest policy: a group may ask a data set. @returns the version of the policies from now on */
  grant(writing: Writing, { datasetId, dataset, group, until, by }: NewGrant): number {
    const form = { group, epsilon: null, purpose: null, share: null, until: until ?? null };
    const text = formToText(form, { dataset, name: group });
    return this.change(writing, { home: { datasetId, dataset }, name: group, text, by });
  }

  /** Writes, replaces or removes an own policy; each change is one version. @returns that version */
  change(writing: Writing, { home, name, text, by }: NewPolicy): number {
    const version = this.version(writing) + 1;
    this.#policies.insert(writing, home, { version, name, text, by, at: this.#clock.now().getTime() });
    return version;
  }

  /** The decision, with everything that is known about the request. */
  decide(reading: Reading, question: Question): Decision {
    const { user, action } = question;
    const decision = decide({ ...callerOf(user), action, context: this.context(reading, question) });
    return this.#versioned(reading, decision);
  }

  /** @throws CodedError ACCESS_DENIED; STEP_UP_REQUIRED where nothing but a signature by a passkey is missing */
  require(reading: Reading, question: Question): Decision {
    const decision = this.decide(reading, question);
    if (decision.permit) return decision;
    throw new CodedError(this.signatureMissing(reading, question) ? 'STEP_UP_REQUIRED' : 'ACCESS_DENIED');
  }

  /** Whether what is not permitted would be, were it signed by a passkey. Who may not anyhow is asked for none. */
  signatureMissing(reading: Reading, question: Question): boolean {
    const { user } = question;
    if (user === null || user.authentication === 'step-up') return false;
    return this.decide(reading, { ...question, user: { ...user, authentication: 'step-up' } }).permit;
  }

  /** Whether this caller could be permitted the action at all; a no is final, a yes leaves conditions to `decide`. */
  mayAtAll(reading: Reading, user: CallingUser | null, action: string): Decision {
    return this.#versioned(reading, decideAtAll({ roles: user?.roles ?? [], action }));
  }

  version(reading: Reading): number {
    return this.#policies.newestVersion(reading) ?? SHIPPED_VERSION;
  }

  /** The policies of a data set, or of the platform, as they stood at a version. */
  at(reading: Reading, home: PolicyHome, version = this.version(reading)): OwnPolicy[] {
    return this.#policies.at(reading, home?.datasetId ?? null, version);
  }

  history(reading: Reading, home: PolicyHome, version = this.version(reading)): PolicyChange[] {
    return this.#policies.history(reading, home?.datasetId ?? null, version);
  }

  /** Everybody who may be meant by a policy. */
  people(reading: Reading): KnownUser[] {
    return this.#policies.users(reading);
  }

  /** The facts of a question, as policies see them. */
  context(reading: Reading, { dataset, project, purpose, user, action, ...asked }: Question): DecisionContext {
    const now = this.#clock.now().getTime();
    const facts = {
      ...asked,
      ...knownBy(user),
      ...(project === undefined ? {} : { project }),
      ...(purpose === undefined ? {} : { purpose }),
    };
    if (dataset === undefined) return { ...facts, now };
    const own = isGrantable(action) ? this.#own(reading, { datasetId: dataset.id, dataset: dataset.name }) : [];
    return { ...facts, now, dataset: { ...this.#facts(reading, dataset), own } };
  }

  /** The largest epsilon up to the one of the question at which it is permitted, or null. */
  largestEpsilon(reading: Reading, question: Question & { readonly release: ReleaseFacts }): number | null {
    const { user, action, release } = question;
    const context = { ...this.context(reading, question), release };
    return largestEpsilon({ ...callerOf(user), action, context });
  }

  /** The purposes that would let this caller ask, of those that the policies of the data set name. */
  purposesFor(reading: Reading, question: Question & { readonly release: ReleaseFacts }): string[] {
    const own = this.context(reading, question).dataset?.own ?? [];
    return purposesNamed(own).filter((purpose) => this.largestEpsilon(reading, { ...question, purpose }) !== null);
  }

  #facts(reading: Reading, { name, ownerId, publicMetadata, level }: AboutDataset) {
    return {
      name,
      owner: this.#policies.emailOf(reading, ownerId) ?? '',
      publicMetadata: publicMetadata === true,
      ...(level === undefined ? {} : { level }),
    };
  }

  /** Policies hang on the id of a data set, which is never given twice; a name may be. */
  #own(reading: Reading, home: PolicyHome): Statement[] {
    const platform = ownStatements(null, this.at(reading, null));
    return [...platform, ...ownStatements(home, this.at(reading, home))];
  }

  #versioned(reading: Reading, decision: CedarDecision): Decision {
    const scope = decision.permit ? decision.scope : 'own';
    return { ...decision, scope, policyVersion: this.version(reading) };
  }
}

/** What own policies say, under the names that people know. */
export function ownStatements(home: PolicyHome, policies: readonly Pick<OwnPolicy, 'name' | 'text'>[]): Statement[] {
  return policies.flatMap(({ name, text }) => statementsOf(policyId(home, name), text));
}

/** How the caller is known, as far as that is told. */
function knownBy(user: Question['user']): Pick<DecisionContext, 'authentication' | 'passkey'> {
  const { authentication, passkey } = user ?? {};
  return { ...(authentication === undefined ? {} : { authentication }), ...(passkey === undefined ? {} : { passkey }) };
}

function isGrantable(action: string): boolean {
  return (GRANTABLE as readonly string[]).includes(action);
}

export function callerOf(user: Question['user']): Caller {
  return user === null ? { roles: [] } : { name: user.email, roles: user.roles, groups: user.groups };
}
