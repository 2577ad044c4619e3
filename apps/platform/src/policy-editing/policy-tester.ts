import { Injectable } from '@nestjs/common';
import {
  decide,
  largestEpsilon,
  peopleNamed,
  purposesNamed,
  type AnyRole,
  type DecisionContext,
  type Statement,
} from '@dq0/permissions';
import {
  releaseLimits,
  ROLES,
  type PolicyAnswer,
  type PolicyConsequences,
  type PolicyEffect,
  type Role,
} from '@dq0/protocol';
import type { Reading } from '../database/unit-of-work.ts';
import { aboutDataset, type Dataset } from '../datasets/dataset.ts';
import { leftOf } from '../ledger/account.ts';
import { GroupsService } from '../groups/groups.service.ts';
import { AccountsService } from '../ledger/accounts.service.ts';
import { QuotasService } from '../ledger/quotas.service.ts';
import type { KnownUser, PolicyHome } from '../policies/own-policy.ts';
import { ownStatements, PoliciesService } from '../policies/policies.service.ts';
import type { SoundDraft } from './policy-drafts.ts';
import { isCovered, rewrittenForms } from './rewritten-forms.ts';

/** Somebody about whom is asked: a person, or whoever is in a group and nothing else. */
export interface Subject {
  readonly kind: 'group' | 'user';
  readonly who: string;
  readonly roles: readonly AnyRole[];
  readonly groups: readonly string[];
  /** Part of the account that a person used; nothing for a group. */
  readonly used: number;
}

/** When, and for how much. */
export interface Occasion {
  readonly epsilon?: number | undefined;
  readonly at?: string | undefined;
  readonly authentication?: DecisionContext['authentication'];
  /** Without it each purpose that policies name is tried. */
  readonly purpose?: string | undefined;
}

/** What a change is shown for: seeing prices, asking, and requesting access. */
const SHOWN = ['query:plan', 'query:run', 'access:request'] as const;
/** People that are listed at once. */
const MOST_PEOPLE = 100;
/** A release that is thought of has no plugin yet. */
const PLUGIN = { name: 'sql', version: '' };

/** Who could do what: the decision itself, asked about everybody. */
@Injectable()
export class PolicyTester {
  constructor(
    private readonly policies: PoliciesService,
    private readonly accounts: AccountsService,
    private readonly quotas: QuotasService,
    private readonly groups: GroupsService,
  ) {}

  /** The groups, and the people as far as they are listed: whom a statement names is in any case. */
  subjects(
    reading: Reading,
    dataset: Dataset,
    statements: readonly Statement[],
  ): { readonly listed: Subject[]; readonly more: number } {
    const people = this.policies.people(reading);
    const named = new Set(peopleNamed(statements));
    const roles = ROLES.map((role): Subject => ({ kind: 'group', who: role, roles: [role], groups: [], used: 0 }));
    const groups = this.groups
      .names(reading)
      .map((group): Subject => ({ kind: 'group', who: group, roles: ['user'], groups: [group], used: 0 }));
    const users = people
      .filter(({ email }, at) => at < MOST_PEOPLE || named.has(email))
      .map((person) => this.#subject(reading, dataset, person));
    return { listed: [...roles, ...groups, ...users], more: people.length - users.length };
  }

  /** An approved person. */
  person(reading: Reading, dataset: Dataset, email: string): Subject | undefined {
    const person = this.policies.people(reading).find((user) => user.email === email);
    return person && this.#subject(reading, dataset, person);
  }

  #subject(reading: Reading, dataset: Dataset, { id, email, ...lists }: KnownUser): Subject {
    const account = this.accounts.require(reading, dataset.account);
    const used = this.quotas.used(reading, account, { kind: 'user', subject: id });
    const [roles, groups] = [JSON.parse(lists.roles) as Role[], JSON.parse(lists.groups) as string[]];
    return { kind: 'user', who: email, roles, groups, used };
  }

  /** Statements as they stood at a version: those of the platform and those of the data set. */
  statements(reading: Reading, home: NonNullable<PolicyHome>, version?: number): Statement[] {
    return this.with(reading, home, this.policies.at(reading, home, version), version);
  }

  /** The same with other policies of the data set. */
  with(reading: Reading, home: NonNullable<PolicyHome>, own: readonly SoundDraft[], version?: number): Statement[] {
    return [...ownStatements(null, this.policies.at(reading, null, version)), ...ownStatements(home, own)];
  }

  /**
   * Answers for one occasion. People whom no policy could tell apart get one answer: there may be many of them, and this
   * holds everything else up.
   */
  asker(
    reading: Reading,
    dataset: Dataset,
    own: readonly Statement[],
    { epsilon, at, purpose, authentication }: Occasion = {},
  ): Asker {
    const limits = releaseLimits(dataset.definition);
    const remaining = leftOf(this.accounts.require(reading, dataset.account));
    // What stands is left out here: `own` stands in its place.
    const standing = this.policies.context(reading, { user: null, action: '', dataset: aboutDataset(dataset) });
    const about = { ...(standing.dataset ?? NO_DATASET), own };
    const assumed = {
      ...(at === undefined ? {} : { now: Date.parse(at) }),
      ...(authentication === undefined ? {} : { authentication }),
    };
    const personal = own.some(({ text }) => /User|owner/.test(text));
    const purposes = purpose === undefined ? [undefined, ...purposesNamed(own)] : [purpose];
    const answers = new Map<string, PolicyAnswer>();
    const decideFor = ({ kind, who, roles, groups, used }: Subject, action: string): PolicyAnswer => {
      const release = {
        epsilon: epsilon ?? limits.epsilonPerRelease,
        delta: limits.deltaPerRelease,
        usedByPerson: used,
        usedByPersonAfter: used,
        remaining,
        plugin: PLUGIN,
      };
      const answerFor = (declared: string | undefined): PolicyAnswer & { readonly most: number | null } => {
        const declaring = declared === undefined ? {} : { purpose: declared };
        const context = { ...standing, ...assumed, dataset: about, release, ...declaring };
        const request = { roles, groups, ...(kind === 'user' ? { name: who } : {}), action, context };
        const most = action === 'query:run' ? largestEpsilon(request) : null;
        const asked = { ...release, epsilon: epsilon ?? most ?? release.epsilon };
        const { permit, rule, policy = null } = decide({ ...request, context: { ...context, release: asked } });
        const mostEpsilon = most === release.epsilon ? null : most;
        return { permit, rule, policy, mostEpsilon, purpose: declared ?? null, most };
      };
      const [usual, ...declared] = (action === 'query:run' ? purposes : [undefined]).map(answerFor);
      const best = declared.reduce((one, other) => ((other.most ?? 0) > (one?.most ?? 0) ? other : one), usual);
      if (best === undefined) throw new Error('nothing was asked');
      const { most: _most, ...answer } = best;
      return answer;
    };
    return (subject, action) => {
      const known = personal || subject.who === about.owner ? subject.who : null;
      const key = JSON.stringify([action, subject.roles, subject.groups, subject.used, known]);
      const answer = answers.get(key) ?? decideFor(subject, action);
      answers.set(key, answer);
      return answer;
    };
  }

  /** What other policies of a data set do. */
  consequences(
    reading: Reading,
    { home, dataset }: { readonly home: NonNullable<PolicyHome>; readonly dataset: Dataset },
    before: Standing,
    after: Standing,
  ): PolicyConsequences {
    const [old, now] = [before, after].map(({ own, version }) => this.with(reading, home, own, version));
    const changes = this.#effects(reading, dataset, old ?? [], now ?? []);
    const elsewhere = [before, after].map(({ version }) => JSON.stringify(this.policies.at(reading, null, version)));
    const idle = changes.length === 0 && elsewhere[0] === elsewhere[1] && isCovered(home, before.own, after.own);
    return { changes, rewritten: rewrittenForms(home, before.own, after.own), idle };
  }

  /** Whom other statements give or take something at this moment. */
  #effects(
    reading: Reading,
    dataset: Dataset,
    before: readonly Statement[],
    after: readonly Statement[],
  ): PolicyEffect[] {
    const then = this.asker(reading, dataset, before);
    const now = this.asker(reading, dataset, after);
    return this.subjects(reading, dataset, [...before, ...after]).listed.flatMap((subject) =>
      SHOWN.flatMap((action) => {
        const change = { before: then(subject, action), after: now(subject, action) };
        if (isSame(change.before, change.after)) return [];
        return [{ kind: subject.kind, who: subject.who, action, ...change }];
      }),
    );
  }
}

/** The policies of a data set, among those of the platform as they stood at a version; undefined: as they stand. */
export interface Standing {
  readonly own: readonly SoundDraft[];
  readonly version?: number | undefined;
}

export type Asker = (subject: Subject, action: string) => PolicyAnswer;

const NO_DATASET = { name: '', owner: '', publicMetadata: false };

function isSame(one: PolicyAnswer, other: PolicyAnswer): boolean {
  return one.permit === other.permit && one.mostEpsilon === other.mostEpsilon && one.purpose === other.purpose;
}
