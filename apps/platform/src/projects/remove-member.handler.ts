import { removeMember, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { ProjectsService } from './projects.service.ts';

@Handles(removeMember)
export class RemoveMemberHandler implements Handler<typeof removeMember> {
  constructor(
    private readonly projects: ProjectsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError PROJECT_UNKNOWN | MEMBER_UNKNOWN | ACCESS_DENIED | STEP_UP_REQUIRED */
  handle({ project: ref, email }: Input<typeof removeMember>, caller: Caller): Output<typeof removeMember> {
    Object.assign(caller.audit, { object: ref, facts: { member: email } });
    return this.unitOfWork.write((writing) => {
      const project = this.projects.removeMember(writing, known(caller).user, ref, email);
      caller.audit.object = project.name;
      return this.projects.record(writing, project);
    });
  }
}
