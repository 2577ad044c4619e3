import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Authentication, IsoTime, OwnGroupName, Role, Thumbprint } from '../../vocabulary.ts';

/** Who the platform takes the caller for. */
export const whoAmI = defineOperation({
  name: 'user.whoami',
  action: 'user:whoami',
  http: { method: 'GET', path: '/v1/users/me' },
  input: z.strictObject({}),
  output: z.strictObject({
    email: z.string(),
    roles: z.array(Role),
    groups: z.array(OwnGroupName),
    device: Thumbprint,
    tokenExpires: IsoTime,
    authentication: Authentication,
  }),
  errors: [],
  example: {
    input: {},
    output: {
      email: 'ada@example.org',
      roles: ['data-scientist'],
      groups: ['labour-study'],
      device: 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
      tokenExpires: '2026-12-24T00:00:00Z',
      authentication: 'password',
    },
  },
});
