import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Email } from '../../vocabulary.ts';
import { PROJECT_EXAMPLE, ProjectRecord, ProjectRef } from './project-vocabulary.ts';

/**
 * Ends a membership, from the next message on: for the owner of the project, and for members their own. What was asked
 * stays recorded. Its owner stays a member.
 */
export const removeMember = defineOperation({
  name: 'project.remove-member',
  action: 'project:remove-member',
  access: 'person',
  stepUp: true,
  http: { method: 'POST', path: '/v1/projects/:project/members/remove' },
  input: z.strictObject({ project: ProjectRef, email: Email }),
  output: ProjectRecord,
  errors: ['PROJECT_UNKNOWN', 'MEMBER_UNKNOWN'],
  example: { input: { project: 'churn', email: 'bob@example.org' }, output: PROJECT_EXAMPLE },
});
