import type { Role } from '@dq0/protocol';
import type { IconName } from './icon.ts';

export interface Place {
  readonly path: string;
  readonly name: string;
  readonly icon: IconName;
  /** The letter behind `G` that goes there. */
  readonly key: string;
  readonly roles: readonly Role[];
}

/** One of the three faces of Studi0: the tint of the rail says which one is on. */
export interface Face {
  readonly id: 'sci' | 'own' | 'adm';
  readonly name: string;
  readonly tint: string;
  readonly places: readonly Place[];
}

const place = (path: string, name: string, icon: IconName, key: string, roles: readonly Role[]): Place => ({
  path,
  name,
  icon,
  key,
  roles,
});

export const FACES: readonly Face[] = [
  {
    id: 'sci',
    name: 'Data Science Studi0',
    tint: 'face-science',
    places: [
      place('/sci/queries', 'Queries', 'queries', 'q', ['data-scientist']),
      place('/sci/datasets', 'Data sets', 'datasets', 'd', ['data-scientist']),
      place('/sci/projects', 'Projects', 'people', 'p', ['data-scientist']),
    ],
  },
  {
    id: 'own',
    name: 'Data Owner Studi0',
    tint: 'face-owner',
    places: [
      place('/own/datasets', 'Data sets', 'datasets', 'd', ['data-owner', 'auditor']),
      place('/own/budgets', 'Budgets', 'budgets', 'b', ['data-owner', 'auditor']),
      place('/own/policies', 'Policies', 'policies', 'p', ['data-owner']),
      place('/own/requests', 'Requests', 'person', 'r', ['data-owner']),
      place('/own/people', 'People', 'people', 'u', ['data-owner']),
      place('/own/audit', 'Audit', 'audit', 'l', ['data-owner', 'auditor']),
    ],
  },
  {
    id: 'adm',
    name: 'Administration Studi0',
    tint: 'face-admin',
    places: [
      place('/adm/health', 'Health', 'health', 'h', ['administrator']),
      place('/adm/executors', 'Executors', 'executors', 'e', ['administrator']),
      place('/adm/plugins', 'Plugins', 'plugins', 'p', ['administrator']),
      place('/adm/people', 'People', 'people', 'u', ['administrator']),
    ],
  },
];

/** The faces a person has, each with the places that the roles open; what may not be used is absent. */
export function facesOf(roles: readonly Role[]): readonly Face[] {
  return FACES.map((face) => ({
    ...face,
    places: face.places.filter(({ roles: may }) => may.some((r) => roles.includes(r))),
  })).filter(({ places }) => places.length > 0);
}

/** The face that an address belongs to; the first one that a person has where it belongs to none. */
export function faceAt(url: string, faces: readonly Face[]): Face | undefined {
  return faces.find(({ id }) => url.startsWith(`/${id}/`)) ?? faces[0];
}

/** Whether roles open an address of one of the faces. */
export function opens(url: string, roles: readonly Role[]): boolean {
  const found = FACES.flatMap(({ places }) => places).find(({ path }) => url === path || url.startsWith(`${path}/`));
  return found === undefined || found.roles.some((role) => roles.includes(role));
}
