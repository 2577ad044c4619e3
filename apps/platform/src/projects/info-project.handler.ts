import { infoProject, type Input, type Output } from '@dq0/protocol';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { ProjectsService } from './projects.service.ts';

@Handles(infoProject)
export class InfoProjectHandler implements Handler<typeof infoProject> {
  constructor(
    private readonly projects: ProjectsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError PROJECT_UNKNOWN */
  handle({ project: ref }: Input<typeof infoProject>, caller: Caller): Output<typeof infoProject> {
    caller.audit.object = ref;
    return this.unitOfWork.read((reading) => {
      const project = this.projects.seenOrOrphaned(reading, known(caller).user, ref);
      caller.audit.object = project.name;
      return this.projects.record(reading, project);
    });
  }
}
