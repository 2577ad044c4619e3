import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { Action } from './actions.ts';
import { parseStatements } from './cedar/parse.ts';
import { PolicySet, type CedarRequest, type Verdict } from './cedar/policy-set.ts';
import { actionsOf } from './cedar/scope.ts';
import { SHIPPED_POLICIES } from './shipped/policies.ts';

/** What a permitted list or look-up may show: everything, that of one's own data sets, or one's own alone. */
export type Scope = 'all' | 'own-datasets' | 'own';

export interface BasePolicy {
  /** Recorded with each decision. */
  readonly name: string;
  readonly effect: 'permit' | 'forbid';
  readonly scope: Scope;
  /** The condition in words, or undefined where there is none. */
  readonly when: string | undefined;
  readonly text: string;
  readonly json: PolicyJson;
}

/** Policies that hold for the whole product; those about one action are parsed when it is first asked about. */
export class BasePolicies {
  readonly policies: readonly BasePolicy[];
  readonly #sets = new Map<Action, PolicySet>();

  constructor(policies: readonly BasePolicy[]) {
    this.policies = policies;
  }

  static of(text: string): BasePolicies {
    return new BasePolicies(
      parseStatements(text).map(({ text: statement, json }) => ({
        name: json.annotations?.['id'] ?? '',
        effect: json.effect,
        scope: (json.annotations?.['scope'] ?? 'all') as Scope,
        when: json.annotations?.['when'],
        text: statement,
        json,
      })),
    );
  }

  ask(action: Action, request: CedarRequest): Verdict {
    return this.#about(action).ask(request);
  }

  /** The same without the one of this name. */
  without(name: string): BasePolicies {
    return new BasePolicies(this.policies.filter((policy) => policy.name !== name));
  }

  /**
   * With every condition met in the caller's favour: what these refuse, no data set, job or role could permit.
   * A forbid that has a condition is left out; a permit loses its condition and what it is about.
   */
  favourable(): BasePolicies {
    return new BasePolicies(
      this.policies.flatMap((policy) => {
        const { json, effect } = policy;
        const conditional = json.conditions.length > 0 || json.resource.op !== 'All';
        if (effect === 'forbid') return conditional ? [] : [policy];
        return [{ ...policy, json: { ...json, conditions: [], resource: { op: 'All' } as const } }];
      }),
    );
  }

  #about(action: Action): PolicySet {
    const known = this.#sets.get(action);
    if (known !== undefined) return known;
    const about = this.policies.filter(({ json }) => actionsOf(json)?.includes(action) ?? true);
    const set = new PolicySet(Object.fromEntries(about.map(({ name, json }) => [name, json])));
    this.#sets.set(action, set);
    return set;
  }
}

export const SHIPPED = BasePolicies.of(SHIPPED_POLICIES);
