import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { PROJECT_EXAMPLE, ProjectRecord, ProjectRef } from './project-vocabulary.ts';

/** A project with its members. One that the caller is no member of, nor may hand over, does not exist. */
export const infoProject = defineOperation({
  name: 'project.info',
  action: 'project:info',
  http: { method: 'GET', path: '/v1/projects/:project' },
  input: z.strictObject({ project: ProjectRef }),
  output: ProjectRecord,
  errors: ['PROJECT_UNKNOWN'],
  example: { input: { project: 'ada@example.org/churn' }, output: PROJECT_EXAMPLE },
});
