import { handOverProject, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { ProjectsService } from './projects.service.ts';

@Handles(handOverProject)
export class HandOverProjectHandler implements Handler<typeof handOverProject> {
  constructor(
    private readonly projects: ProjectsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError PROJECT_UNKNOWN | MEMBER_UNKNOWN | ACCESS_DENIED | STEP_UP_REQUIRED */
  handle({ project: ref, email }: Input<typeof handOverProject>, caller: Caller): Output<typeof handOverProject> {
    Object.assign(caller.audit, { object: ref, facts: { ownerAfter: email } });
    return this.unitOfWork.write((writing) => {
      const { before, project } = this.projects.handOver(writing, known(caller).user, ref, email);
      caller.audit.object = project.name;
      Object.assign(caller.audit.facts, { ownerBefore: before });
      return this.projects.record(writing, project);
    });
  }
}
