export { ACTIONS, isAction, RESOURCES, type Action } from './actions.ts';
export { type Caller, type Condition, type DecisionContext } from './context.ts';
export { decide, type Decision, type DecisionRequest } from './decide.ts';
export { Grant, grantHolds } from './grant.ts';
export { RULES, type Rule, type Scope } from './rules.ts';
