import { decide, RULES, type Rule, type Scope } from '@dq0/permissions';
import type { Role } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { CallingUser } from '../operations/handler.ts';
import { PoliciesRepository } from './policies.repository.ts';

export interface NewGrant {
  readonly datasetId: string;
  /** Name of the data set, for the record. */
  readonly dataset: string;
  readonly group: string;
  /** ISO time; without it the grant holds until it is revoked. */
  readonly until?: string | undefined;
  /** Id of the user who grants. */
  readonly by: string;
}

/** Who wants to do what, and the facts that conditional rules ask for; what is left out is taken as untrue. */
export interface Question {
  /** null for somebody who is not logged in. */
  readonly user: CallingUser | null;
  readonly action: string;
  readonly dataset?: { readonly id: string; readonly ownerId: string; readonly publicMetadata?: boolean };
  /** The job was submitted by the caller. */
  readonly ownJob?: boolean;
  /** The role that an applicant is to get. */
  readonly role?: Role;
  /** The user acted upon is the caller. */
  readonly self?: boolean;
}

export interface Decision {
  readonly permit: boolean;
  /** Name of the rule that decided, for the audit row. */
  readonly rule: string;
  /** How much a permitted list or look-up may show; `own` where nothing is permitted. */
  readonly scope: Scope;
  readonly policyVersion: number;
}

/** Version of the policies that are shipped; each grant adds one. */
const SHIPPED_VERSION = 1;

/**
 * The rules with every condition met in the caller's favour: what they refuse, no data set, job or role could permit.
 * The router asks these before it knows what a request is about; the handler then asks the true ones.
 */
const FAVOURABLE: readonly Rule[] = RULES.filter((rule) => rule.effect === 'permit' || rule.when === undefined).map(
  ({ name, effect, who, actions, scope = 'all' }) => ({ name, effect, who, actions, scope }),
);

@Injectable()
export class PoliciesService {
  readonly #clock: Clock;
  readonly #policies: PoliciesRepository;

  constructor(clock: Clock, policies: PoliciesRepository) {
    this.#clock = clock;
    this.#policies = policies;
  }

  /** Lets a group plan and run queries on a data set. @returns the version of the policies from now on */
  grant(writing: Writing, grant: NewGrant): number {
    const version = this.version(writing) + 1;
    this.#policies.insert(writing, {
      version,
      id: crypto.randomUUID(),
      datasetId: grant.datasetId,
      dataset: grant.dataset,
      group: grant.group,
      until: grant.until === undefined ? null : Date.parse(grant.until),
      by: grant.by,
      createdAt: this.#clock.now().getTime(),
    });
    return version;
  }

  /** The decision, with everything that is known about the request. */
  decide(reading: Reading, question: Question): Decision {
    const { user, action, dataset, ...facts } = question;
    const now = this.#clock.now().getTime();
    const context = {
      ...facts,
      now,
      ...(dataset === undefined ? {} : { dataset: this.#facts(reading, dataset, user, now) }),
    };
    return this.#versioned(reading, decide({ roles: user?.roles ?? [], action, context }));
  }

  /** Whether this caller could be permitted the action at all; a no is final, a yes leaves conditions to `decide`. */
  mayAtAll(reading: Reading, user: CallingUser | null, action: string): Decision {
    return this.#versioned(reading, decide({ roles: user?.roles ?? [], action }, FAVOURABLE));
  }

  version(reading: Reading): number {
    return this.#policies.newestVersion(reading) ?? SHIPPED_VERSION;
  }

  #facts(reading: Reading, dataset: NonNullable<Question['dataset']>, user: CallingUser | null, now: number) {
    // Grants hang on the id, which is never given twice; a name may be.
    const grants = this.#policies.groupsOf(reading, dataset.id, now);
    return {
      name: dataset.id,
      owned: user !== null && dataset.ownerId === user.id,
      publicMetadata: dataset.publicMetadata === true,
      grants: grants.map(({ name }) => ({ dataset: dataset.id, group: name })),
    };
  }

  #versioned(reading: Reading, decision: ReturnType<typeof decide>): Decision {
    const scope = decision.permit ? decision.scope : 'own';
    return { permit: decision.permit, rule: decision.rule, scope, policyVersion: this.version(reading) };
  }
}
