import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email } from '../../vocabulary.ts';
import { PROJECT_EXAMPLE, ProjectRecord, ProjectRef } from './project-vocabulary.ts';

/**
 * Makes another member the owner of a project, from the next message on; whoever was it stays a member. For its owner, and
 * for administrators where the account of the owner has ended. The project keeps its name.
 */
export const handOverProject = defineOperation({
  name: 'project.hand-over',
  action: 'project:hand-over',
  access: 'person',
  validityMinutes: 10,
  stepUp: true,
  http: { method: 'POST', path: '/v1/projects/:project/hand-over' },
  input: z.strictObject({
    project: ProjectRef,
    /** Of a member who has an account. */
    email: Email,
  }),
  output: ProjectRecord,
  errors: ['PROJECT_UNKNOWN', 'MEMBER_UNKNOWN'],
  example: {
    input: { project: 'ada@example.org/churn', email: 'bob@example.org' },
    output: {
      ...PROJECT_EXAMPLE,
      owner: 'bob@example.org',
      members: [...PROJECT_EXAMPLE.members, { member: 'bob@example.org', added: '2026-11-24T00:01:00Z' }],
    },
  },
});
