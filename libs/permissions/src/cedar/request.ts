import type { CedarValueJson, EntityJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import type { Action } from '../actions.ts';
import type { Caller, DecisionContext, ReleaseFacts } from '../context.ts';
import { decimalDown, decimalUp, femto } from './decimal.ts';
import { resourceTypes } from './parse.ts';
import type { CedarRequest } from './policy-set.ts';

const SOMEBODY = 'somebody';
/** No caller has this name. */
const NOBODY = '-';
const HIGHEST_LEVEL = 2;
const RESOURCE_TYPES = resourceTypes();

/** A request in the terms of the schema; facts that are missing match nothing. */
export function cedarRequest(action: Action, caller: Caller, context: DecisionContext): CedarRequest {
  const principal = uid('User', caller.name ?? SOMEBODY);
  const { resource, entities } = resourceOf(action, principal, context);
  return {
    principal,
    action: uid('Action', action),
    resource,
    context: {
      ...(context.now === undefined ? {} : { now: extension('datetime', new Date(context.now).toISOString()) }),
      ...(context.authentication === undefined ? {} : { authentication: context.authentication }),
      ...(context.passkey === undefined ? {} : { passkey: context.passkey }),
      ...(context.role === undefined || !action.startsWith('user:') ? {} : { role: context.role }),
      ...(context.self === undefined || !action.startsWith('project:') ? {} : { self: context.self }),
      ...(context.release === undefined || action !== 'query:run' ? {} : release(context.release)),
      ...(context.purpose === undefined || action !== 'query:run' ? {} : { purpose: context.purpose }),
    },
    entities: [
      { uid: principal, attrs: {}, parents: [...parents(caller), ...memberships(caller, context)] },
      ...entities,
    ],
  };
}

type AboutProject = Omit<NonNullable<DecisionContext['project']>, 'member'>;
type NamedEntity = EntityJson & { readonly uid: TypeAndId };

function parents({ roles, groups = [] }: Caller): TypeAndId[] {
  if (roles.length === 0) return [];
  const named = roles.filter((role) => role !== 'user');
  return [
    uid('Role', 'user'),
    ...named.map((role) => uid('Role', role)),
    ...[...named, ...groups].map((group) => uid('Group', group)),
  ];
}

function memberships({ roles }: Caller, { project }: DecisionContext): TypeAndId[] {
  return roles.length > 0 && project?.member === true ? [uid('Project', project.name)] : [];
}

function resourceOf(action: Action, principal: TypeAndId, { dataset, project, ownJob, self }: DecisionContext) {
  const types = RESOURCE_TYPES.get(action) ?? [];
  const about = dataset && datasetEntity(dataset);
  if (types.includes('User')) return { resource: self === true ? principal : uid('User', NOBODY), entities: [] };
  if (types.includes('Project')) {
    const entity = projectEntity(project ?? { name: '', owner: NOBODY });
    return { resource: entity.uid, entities: [entity] };
  }
  if (types.includes('Job')) {
    const job = uid('Job', '');
    const of = project && projectEntity(project);
    const attrs = {
      owner: reference(ownJob === true ? principal : uid('User', NOBODY)),
      ...(about === undefined ? {} : { dataset: reference(about.uid) }),
      ...(of === undefined ? {} : { project: reference(of.uid) }),
    };
    return {
      resource: job,
      entities: [{ uid: job, attrs, parents: [] }, ...[about, of].filter((one) => one !== undefined)],
    };
  }
  if (!types.includes('Dataset') || (about === undefined && types.includes('Platform'))) {
    return { resource: uid('Platform', ''), entities: [] };
  }
  const entity = about ?? datasetEntity({ name: '', owner: NOBODY, publicMetadata: false });
  return { resource: entity.uid, entities: [entity] };
}

function datasetEntity({ name, owner, level, publicMetadata }: NonNullable<DecisionContext['dataset']>): NamedEntity {
  const attrs = { owner: reference(uid('User', owner)), level: level ?? HIGHEST_LEVEL, publicMetadata };
  return { uid: uid('Dataset', name), attrs, parents: [] };
}

function projectEntity({ name, owner, orphaned = false }: AboutProject): NamedEntity {
  return { uid: uid('Project', name), attrs: { owner: reference(uid('User', owner)), orphaned }, parents: [] };
}

function release({ epsilon, delta, usedByPerson, usedByPersonAfter, remaining, plugin }: ReleaseFacts) {
  return {
    epsilon: extension('decimal', decimalUp(epsilon)),
    delta: femto(delta),
    usedByPerson: extension('decimal', decimalUp(usedByPerson)),
    usedByPersonAfter: extension('decimal', decimalUp(usedByPersonAfter)),
    remaining: extension('decimal', decimalDown(remaining)),
    plugin: plugin.name,
    pluginVersion: plugin.version,
  };
}

function uid(type: string, id: string): TypeAndId {
  return { type, id };
}

function reference(entity: TypeAndId): CedarValueJson {
  return { __entity: entity };
}

function extension(fn: string, arg: string): CedarValueJson {
  return { __extn: { fn, arg } };
}
