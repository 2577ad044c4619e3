import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { IsoTime, OwnGroupName } from '../../vocabulary.ts';

/** The groups beside the roles, with how many people are in each. */
export const listGroups = defineOperation({
  name: 'group.list',
  action: 'group:list',
  http: { method: 'GET', path: '/v1/groups' },
  input: z.strictObject({}),
  output: z.strictObject({
    groups: z.array(
      z.strictObject({
        group: OwnGroupName,
        members: z.int().nonnegative(),
        /** Address of who made it. */
        createdBy: z.string(),
        created: IsoTime,
      }),
    ),
  }),
  errors: [],
  example: {
    input: {},
    output: {
      groups: [{ group: 'labour-study', members: 2, createdBy: 'admin@example.org', created: '2026-11-24T00:00:00Z' }],
    },
  },
});
