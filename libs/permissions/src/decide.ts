import { GRANTABLE, isAction, type Action } from './actions.ts';
import { SHIPPED, type BasePolicies, type Scope } from './base-policies.ts';
import type { Verdict } from './cedar/policy-set.ts';
import { cedarRequest } from './cedar/request.ts';
import type { Caller, DecisionContext } from './context.ts';
import { askOwn } from './own/own-policies.ts';

export interface DecisionRequest extends Caller {
  readonly action: string;
  readonly context?: DecisionContext;
}

/**
 * `rule` is the name of the shipped policy that decided, or why none did; `policy` is the own one behind it. Both go
 * into the audit row.
 */
export type Decision =
  | { readonly permit: true; readonly rule: string; readonly scope: Scope; readonly policy?: string }
  | { readonly permit: false; readonly rule: string; readonly policy?: string };

const WIDEST_FIRST: readonly Scope[] = ['all', 'own-datasets', 'own'];
/** Shipped policies through which own ones take effect. */
const THROUGH: ReadonlySet<string> = new Set([
  'granted-groups-ask',
  'granted-groups-see-budgets',
  'granted-groups-request',
  'own-policies-forbid',
]);
const SILENT: Verdict = { effect: 'none' };

/**
 * Whether the caller may do this: `permit` grants, `forbid` wins, nothing means no. Own policies are asked first; what
 * they say is a fact for the shipped ones, which hold its bounds. Where several permit, the one with the widest scope
 * decides.
 */
export function decide({ action, context = {}, ...caller }: DecisionRequest, base: BasePolicies = SHIPPED): Decision {
  if (!isAction(action)) return { permit: false, rule: 'unknown-action' };
  const statements = (context.dataset?.own ?? []).filter(({ actions }) => actions?.includes(action) ?? true);
  const asked = statements.length > 0 && caller.roles.length > 0 && isGrantable(action);
  const own = asked ? askOwn(statements, cedarRequest(action, caller, context)) : SILENT;
  if (own.effect === 'error') return { permit: false, rule: 'evaluation-error', ...first(own) };
  // The numbers of a release are for own policies; the shipped ones read none.
  const { release: _numbers, ...facts } = context;
  const request = cedarRequest(action, caller, facts);
  const said = {
    ...(own.effect === 'permit' ? { ownPermit: true } : {}),
    ...(own.effect === 'forbid' ? { ownForbid: true } : {}),
  };
  return concluded(base.ask(action, { ...request, context: { ...request.context, ...said } }), base, own);
}

function concluded(verdict: Verdict, base: BasePolicies, own: Verdict): Decision {
  if (verdict.effect === 'none') return { permit: false, rule: 'no-rule' };
  if (verdict.effect === 'error') return { permit: false, rule: 'evaluation-error', ...first(verdict) };
  const speaking = base.policies.filter(({ name }) => verdict.by.includes(name));
  if (verdict.effect === 'forbid') {
    const rule = speaking[0]?.name ?? 'no-rule';
    return { permit: false, rule, ...(THROUGH.has(rule) ? first(own) : {}) };
  }
  for (const scope of WIDEST_FIRST) {
    const found = speaking.find((policy) => policy.scope === scope);
    if (found === undefined) continue;
    return { permit: true, rule: found.name, scope, ...(THROUGH.has(found.name) ? first(own) : {}) };
  }
  return { permit: false, rule: 'no-rule' };
}

function first(verdict: Verdict): { readonly policy?: string } {
  const policy = 'by' in verdict ? verdict.by[0] : undefined;
  return policy === undefined ? {} : { policy };
}

function isGrantable(action: Action): boolean {
  return (GRANTABLE as readonly Action[]).includes(action);
}

const FAVOURABLE = SHIPPED.favourable();
const favourable = new Map<string, Decision>();

/**
 * Whether the caller could be permitted the action by any data set, job or role: a no is final, a yes leaves the
 * conditions to `decide`. There are few roles and actions, so each answer is found once.
 */
export function decideAtAll({ action, roles }: { readonly action: string; readonly roles: Caller['roles'] }): Decision {
  if (!isAction(action)) return { permit: false, rule: 'unknown-action' };
  const key = [action, ...[...new Set(roles)].sort()].join(' ');
  const known = favourable.get(key);
  if (known !== undefined) return known;
  const found = decide({ action, roles }, FAVOURABLE);
  favourable.set(key, found);
  return found;
}
