import type { EntityUidJson, PolicyJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';

/** The actions that a statement names; undefined where it names none and so means all. */
export function actionsOf({ action }: PolicyJson): string[] | undefined {
  if (action.op === 'All') return undefined;
  if ('entities' in action) return action.entities.map((entity) => entityOf(entity).id);
  return 'entity' in action ? [entityOf(action.entity).id] : undefined;
}

/** The entity that a scope names, with `==` or with `in`; undefined where it names none. */
export function namedBy(
  scope: PolicyJson['principal'] | PolicyJson['resource'],
): (TypeAndId & { readonly op: '==' | 'in' }) | undefined {
  if (scope.op === 'is') {
    return scope.in !== undefined && 'entity' in scope.in ? { op: 'in', ...entityOf(scope.in.entity) } : undefined;
  }
  return scope.op !== 'All' && 'entity' in scope ? { op: scope.op, ...entityOf(scope.entity) } : undefined;
}

function entityOf(entity: EntityUidJson): TypeAndId {
  return '__entity' in entity ? entity.__entity : entity;
}
