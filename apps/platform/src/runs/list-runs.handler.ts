import { listRuns, type Input, type Output } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { JobRecords } from '../jobs/job-records.ts';
import { Handles, known, type Caller, type Handler } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { ProjectsService } from '../projects/projects.service.ts';
import { runRecord } from './run-record.ts';

@Handles(listRuns)
export class ListRunsHandler implements Handler<typeof listRuns> {
  constructor(
    private readonly records: JobRecords,
    private readonly projects: ProjectsService,
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** @throws CodedError PROJECT_UNKNOWN */
  handle({ limit, before, project }: Input<typeof listRuns>, caller: Caller): Output<typeof listRuns> {
    const { user } = known(caller);
    const now = this.clock.now().getTime();
    const page = { limit, before: before === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(before) };
    return this.unitOfWork.read((reading) => {
      if (project !== undefined) {
        const { name } = this.projects.seen(reading, user, project);
        caller.audit.object = name;
        return { runs: this.records.ofProject(reading, name, page).map((job) => runRecord(job, now)) };
      }
      const { scope } = this.policies.decide(reading, { user, action: 'run:list' });
      return { runs: this.records.list(reading, scope, user.id, page).map((job) => runRecord(job, now)) };
    });
  }
}
