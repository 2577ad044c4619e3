import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { PROJECT_EXAMPLE, ProjectRecord } from './project-vocabulary.ts';

/** The projects that the caller is a member of, and for administrators those whose owner's account has ended; for auditors all. */
export const listProjects = defineOperation({
  name: 'project.list',
  action: 'project:list',
  http: { method: 'GET', path: '/v1/projects' },
  input: z.strictObject({}),
  output: z.strictObject({ projects: z.array(ProjectRecord) }),
  errors: [],
  example: { input: {}, output: { projects: [PROJECT_EXAMPLE] } },
});
