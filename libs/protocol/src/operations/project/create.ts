import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { PROJECT_EXAMPLE, ProjectName, ProjectRecord } from './project-vocabulary.ts';

/** Makes a project; whoever makes it is its owner and first member, and says who the others are. */
export const createProject = defineOperation({
  name: 'project.create',
  action: 'project:create',
  access: 'person',
  http: { method: 'POST', path: '/v1/projects' },
  input: z.strictObject({ name: ProjectName }),
  output: ProjectRecord,
  errors: ['PROJECT_EXISTS', 'PROJECTS_FULL'],
  example: { input: { name: 'churn' }, output: PROJECT_EXAMPLE },
});
