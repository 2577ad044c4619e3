import { createProject, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { ProjectsService } from './projects.service.ts';

@Handles(createProject)
export class CreateProjectHandler implements Handler<typeof createProject> {
  constructor(
    private readonly projects: ProjectsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError PROJECT_EXISTS | PROJECTS_FULL */
  handle({ name }: Input<typeof createProject>, caller: Caller): Output<typeof createProject> {
    return this.unitOfWork.write((writing) => {
      const project = this.projects.create(writing, known(caller).user, name);
      caller.audit.object = project.name;
      return this.projects.record(writing, project);
    });
  }
}
