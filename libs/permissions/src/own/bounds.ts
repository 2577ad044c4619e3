import type { PolicyJson } from '@cedar-policy/cedar-wasm/nodejs';
import { ROLES, type ErrorDetail } from '@dq0/protocol';
import { FORBIDDABLE, GRANTABLE } from '../actions.ts';
import { actionsOf, namedBy } from '../cedar/scope.ts';

/** The data set whose policy it is, or null for one of the platform. */
export type PolicyOf = string | null;

const PEOPLE: ReadonlySet<string> = new Set(['Group', 'Role', 'User']);
const ANNOTATIONS: ReadonlySet<string> = new Set(['id', 'description']);
const BASE_ROLES: ReadonlySet<string> = new Set(ROLES);

/**
 * What a statement says beyond what its author may decide. It is read from the parsed statement, never from its text: an
 * owner speaks about the named data set alone, an administrator forbids and permits nothing.
 */
export function boundsProblems(json: PolicyJson, of: PolicyOf, groups: readonly string[]): ErrorDetail[] {
  return [
    ...annotationProblems(json),
    ...effectProblems(json, of),
    ...actionProblems(json),
    ...resourceProblems(json, of),
    ...principalProblems(json, groups),
  ];
}

function annotationProblems({ annotations = {} }: PolicyJson): ErrorDetail[] {
  return Object.keys(annotations)
    .filter((name) => !ANNOTATIONS.has(name))
    .map((name) => ({ path: `@${name}`, message: 'only @id and @description mean something here' }));
}

function effectProblems({ effect }: PolicyJson, of: PolicyOf): ErrorDetail[] {
  return of !== null || effect === 'forbid'
    ? []
    : [{ path: 'permit', message: 'a policy of the platform forbids; only owners permit, each for their data sets' }];
}

function actionProblems(json: PolicyJson): ErrorDetail[] {
  const allowed: readonly string[] = json.effect === 'permit' ? GRANTABLE : FORBIDDABLE;
  const named = actionsOf(json);
  const beyond = named === undefined ? ['all actions'] : named.filter((action) => !allowed.includes(action));
  return beyond.map((action) => ({
    path: 'action',
    message: `${action}: an own policy does not ${json.effect} this`,
    example: `action == Action::"query:run" (or one of ${allowed.join(', ')})`,
  }));
}

function resourceProblems({ resource }: PolicyJson, of: PolicyOf): ErrorDetail[] {
  if (of === null) {
    const all = resource.op === 'All' || (resource.op === 'is' && resource.entity_type === 'Dataset' && !resource.in);
    return all
      ? []
      : [{ path: 'resource', message: 'a policy of the platform holds for all data sets', example: 'resource' }];
  }
  const named = namedBy(resource);
  const own = named?.op === '==' && named.type === 'Dataset' && named.id === of;
  return own
    ? []
    : [{ path: 'resource', message: 'not the data set of this policy', example: `resource == Dataset::"${of}"` }];
}

function principalProblems({ principal, effect }: PolicyJson, groups: readonly string[]): ErrorDetail[] {
  const named = namedBy(principal);
  const example = 'principal in Group::"data-scientist"';
  if (named === undefined) {
    return effect === 'forbid' ? [] : [{ path: 'principal', message: 'whom it permits is not named', example }];
  }
  if (!PEOPLE.has(named.type)) return [{ path: 'principal', message: 'no group, role or user', example }];
  if (named.type === 'User') return [];
  const known = BASE_ROLES.has(named.id) || (named.type === 'Role' ? named.id === 'user' : groups.includes(named.id));
  return known ? [] : [{ path: 'principal', message: `no such group: ${named.id}`, example }];
}
