import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email } from '../../vocabulary.ts';
import { PROJECT_EXAMPLE, ProjectRecord, ProjectRef } from './project-vocabulary.ts';

/**
 * Lets an address be a member; for the owner of the project. The answer is the same whether or not there is an account
 * of the address: whoever has one is a member from the next message on.
 */
export const addMember = defineOperation({
  name: 'project.add-member',
  action: 'project:add-member',
  access: 'person',
  stepUp: true,
  http: { method: 'POST', path: '/v1/projects/:project/members' },
  input: z.strictObject({ project: ProjectRef, email: Email }),
  output: ProjectRecord,
  errors: ['PROJECT_UNKNOWN', 'PROJECT_FULL'],
  example: {
    input: { project: 'churn', email: 'bob@example.org' },
    output: {
      ...PROJECT_EXAMPLE,
      members: [...PROJECT_EXAMPLE.members, { member: 'bob@example.org', added: '2026-11-24T00:01:00Z' }],
    },
  },
});
