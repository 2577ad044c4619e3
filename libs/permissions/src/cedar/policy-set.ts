import {
  preparsePolicySet,
  statefulIsAuthorized,
  type Policy,
  type StatefulAuthorizationCall,
} from '@cedar-policy/cedar-wasm/nodejs';

export type CedarRequest = Omit<StatefulAuthorizationCall, 'preparsedPolicySetId' | 'validateRequest'>;

/** What a set of policies says. An error of any of them means no: a forbid that cannot be read might have applied. */
export type Verdict =
  | { readonly effect: 'permit' | 'forbid'; /** Ids of the policies that said so. */ readonly by: readonly string[] }
  | { readonly effect: 'none' }
  | { readonly effect: 'error'; readonly by: readonly string[]; readonly message: string };

let slots = 0;

/** A slot of the evaluator, which keeps parsed policies by name and forgets none: names are used again. */
export function newSlot(): string {
  slots += 1;
  return `slot-${slots}`;
}

/** Policies that were parsed once, to be asked often. */
export class PolicySet {
  readonly slot: string;

  /** @throws Error when the policies cannot be parsed; those that are shipped or stored always can */
  constructor(policies: Readonly<Record<string, Policy>>, slot: string = newSlot()) {
    this.slot = slot;
    const answer = preparsePolicySet(slot, { staticPolicies: { ...policies } });
    if (answer.type === 'failure') throw new Error(`policies cannot be parsed: ${answer.errors[0]?.message ?? ''}`);
  }

  ask(request: CedarRequest): Verdict {
    const answer = statefulIsAuthorized({ ...request, preparsedPolicySetId: this.slot, validateRequest: false });
    if (answer.type === 'failure') {
      return { effect: 'error', by: [], message: answer.errors[0]?.message ?? 'the request cannot be read' };
    }
    const { decision, diagnostics } = answer.response;
    const [error] = diagnostics.errors;
    if (error !== undefined) {
      return { effect: 'error', by: diagnostics.errors.map(({ policyId }) => policyId), message: error.error.message };
    }
    if (decision === 'allow') return { effect: 'permit', by: diagnostics.reason };
    return diagnostics.reason.length === 0 ? { effect: 'none' } : { effect: 'forbid', by: diagnostics.reason };
  }
}
