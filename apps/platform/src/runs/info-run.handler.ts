import { CodedError, infoRun, type Input, type Output } from '@dq0/protocol';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading } from '../database/unit-of-work.ts';
import { isShown } from '../jobs/deadline-class.ts';
import { JobRecords } from '../jobs/job-records.ts';
import type { JobSummary } from '../jobs/job.ts';
import { Handles, known, type Caller, type CallingUser, type Handler } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { ProjectsService } from '../projects/projects.service.ts';
import { ReleaseGate } from '../releases/release-gate.ts';
import { runHistory } from './run-history.ts';
import { runRecord } from './run-record.ts';

@Handles(infoRun)
export class InfoRunHandler implements Handler<typeof infoRun> {
  constructor(
    private readonly records: JobRecords,
    private readonly projects: ProjectsService,
    private readonly policies: PoliciesService,
    private readonly gate: ReleaseGate,
    private readonly clock: Clock,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  handle({ job: id }: Input<typeof infoRun>, caller: Caller): Output<typeof infoRun> {
    const { user } = known(caller);
    const now = this.clock.now().getTime();
    return this.unitOfWork.read((reading) => {
      const job = this.#visible(reading, user, id);
      const owner = job.ownerId === user.id;
      const shown = owner || isShown(job, now) || job.classSeconds === null;
      const verdicts = this.records.verdicts(reading, id).filter(({ stage }) => stage === 'before' || shown);
      return {
        run: runRecord(job, now),
        request: owner || job.userId === user.id ? job.request : null,
        history: runHistory(job, this.records.history(reading, id), now),
        checks: verdicts.map(({ name, version, stage, verdict }) => ({ name, version, stage, verdict })),
        sandbox: shown ? job.sandbox : null,
        digest: shown ? this.gate.digest(reading, id) : null,
        reason: owner ? job.reason : null,
      };
    });
  }

  /** One's own job, one on one's own data set, or one for a project of one's own; anything else does not exist. */
  #visible(reading: Reading, user: CallingUser, id: string): JobSummary {
    const job = this.records.find(reading, id);
    if (job === undefined) throw new CodedError('JOB_UNKNOWN');
    const question = {
      user,
      action: 'run:info',
      ownJob: job.userId === user.id,
      dataset: { id: job.datasetId, name: job.dataset, ownerId: job.ownerId },
      project: job.project === null ? undefined : this.projects.about(reading, user, job.project),
    };
    if (!this.policies.decide(reading, question).permit) throw new CodedError('JOB_UNKNOWN');
    return job;
  }
}
