export { ACTIONS, FORBIDDABLE, GRANTABLE, isAction, RESOURCES, type Action } from './actions.ts';
export { BasePolicies, SHIPPED, type BasePolicy, type Scope } from './base-policies.ts';
export { type AnyRole, type Authentication, type Caller, type DecisionContext, type ReleaseFacts } from './context.ts';
export { decide, decideAtAll, type Decision, type DecisionRequest } from './decide.ts';
export { type Statement } from './own/statement.ts';
export { type PolicyOf } from './own/bounds.ts';
export { largestEpsilon, type ReleaseRequest } from './own/epsilon-end.ts';
export { formToText, textToForm, type FormPlace } from './own/policy-form.ts';
export { readPolicy, statementsOf, type ReadPolicy } from './own/read-policy.ts';
