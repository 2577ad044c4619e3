import { isAction } from './actions.ts';
import { CONDITIONS, type Caller, type DecisionContext } from './context.ts';
import { RULES, type Rule, type Scope } from './rules.ts';

export interface DecisionRequest extends Caller {
  readonly action: string;
  readonly context?: DecisionContext;
}

/** `rule` is the name of the rule that decided, or why none did; it goes into the audit row. */
export type Decision =
  | { readonly permit: true; readonly rule: string; readonly scope: Scope }
  | { readonly permit: false; readonly rule: string };

const WIDEST_FIRST: readonly Scope[] = ['all', 'own-datasets', 'own'];

/**
 * Whether the caller may do this: `permit` grants, `forbid` wins, nothing means no. Where several rules permit, the
 * one with the widest scope decides.
 */
export function decide({ action, context = {}, ...caller }: DecisionRequest, rules: readonly Rule[] = RULES): Decision {
  if (!isAction(action)) return { permit: false, rule: 'unknown-action' };
  const speaking = rules.filter(
    (rule) => rule.actions.includes(action) && concerns(rule, caller) && holds(rule, caller, context),
  );
  const forbidding = speaking.find(({ effect }) => effect === 'forbid');
  if (forbidding !== undefined) return { permit: false, rule: forbidding.name };
  for (const scope of WIDEST_FIRST) {
    const rule = speaking.find((permitting) => (permitting.scope ?? 'all') === scope);
    if (rule !== undefined) return { permit: true, rule: rule.name, scope };
  }
  return { permit: false, rule: 'no-rule' };
}

function concerns({ who }: Rule, { roles }: Caller): boolean {
  if (who === 'anyone') return true;
  return who === 'user' ? roles.length > 0 : roles.some((role) => who.includes(role));
}

function holds({ when }: Rule, caller: Caller, context: DecisionContext): boolean {
  return when === undefined || CONDITIONS[when](caller, context);
}
