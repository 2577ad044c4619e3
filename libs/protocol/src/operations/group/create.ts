import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { OwnGroupName } from '../../vocabulary.ts';

/** Makes a group, empty at first, that owners can grant to. Groups are never removed: policies name them. */
export const createGroup = defineOperation({
  name: 'group.create',
  action: 'group:create',
  access: 'person',
  http: { method: 'POST', path: '/v1/groups' },
  input: z.strictObject({ group: OwnGroupName }),
  output: z.strictObject({ group: OwnGroupName }),
  errors: ['GROUP_EXISTS', 'GROUPS_FULL'],
  example: { input: { group: 'labour-study' }, output: { group: 'labour-study' } },
});
