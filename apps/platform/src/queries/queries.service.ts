import { Injectable } from '@nestjs/common';
import { CodedError, MockAnswer, type QueryAnswer } from '@dq0/protocol';
import { NO_COST } from '../ledger/price.ts';
import { UnitOfWork, type Reading, type Writing } from '../database/unit-of-work.ts';
import { BUDGET } from '../jobs/checks/before/budget.check.ts';
import type { BeforeSubject, Decided } from '../jobs/checks/check.ts';
import { deadlineClass } from '../jobs/deadline-class.ts';
import { JobPipeline } from '../jobs/job-pipeline.ts';
import { JobStore } from '../jobs/job-store.ts';
import { fingerprintOf, type Job } from '../jobs/job.ts';
import type { CallingUser } from '../operations/handler.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { ServiceClient } from '../service-link/service-client.ts';
import { decidedBy, PlanningService, refusalsOf, SQL_PLUGIN, type Planned, type Question } from './planning.service.ts';
import type { Reused } from './reuse.service.ts';
import { emptyAnswer, QueryAnswers, refusedAnswer } from './query-answers.ts';

/** An answer, and the policy that let it be asked or not. */
export interface Ran {
  readonly answer: QueryAnswer;
  readonly decided?: Decided;
}

/** Questions from the asking to the answer. */
@Injectable()
export class QueriesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly planning: PlanningService,
    private readonly pipeline: JobPipeline,
    private readonly store: JobStore,
    private readonly answers: QueryAnswers,
    private readonly policies: PoliciesService,
    private readonly service: ServiceClient,
  ) {}

  /**
   * Asks the checks and, when all agree, sets the cost aside and queues the job. A refusal costs nothing. An answer that
   * is held needs no budget, only what else the checks ask for.
   */
  run(writing: Writing, sql: string, planned: Planned, reused?: Reused): Ran {
    if (!planned.accepted) {
      return { answer: refusedAnswer(planned.refusals, this.planning.remaining(writing, planned.dataset)) };
    }
    const { subject } = planned;
    // Asked again: the membership may have ended while the question was planned.
    if (subject.project !== null) this.planning.project(writing, subject.user, { project: subject.project });
    const planText = JSON.stringify(subject.plan);
    const request = this.#request(writing, subject, sql);
    if (reused !== undefined) {
      const verdicts = this.pipeline.before({ ...subject, free: true });
      if (refusalsOf(verdicts.filter(({ name }) => name !== BUDGET)).length === 0) {
        const job = this.pipeline.reuse(writing, { ...request, ...NO_COST }, planText, verdicts, reused);
        return { answer: this.answers.answer(writing, job), ...decidedBy(verdicts) };
      }
    }
    const verdicts = this.pipeline.before(subject);
    const decided = decidedBy(verdicts);
    const refusals = refusalsOf(verdicts);
    const { spends, remaining } = this.planning.price(writing, subject);
    if (refusals.length > 0) return { answer: refusedAnswer(refusals, remaining), ...decided };
    const job = this.pipeline.reserve(writing, { ...request, ...spends }, planText, verdicts);
    return { answer: this.answers.answer(writing, job), ...decided };
  }

  /** A run on the mock twin, which is made from the definition alone: free, with its full log. */
  async mock(user: CallingUser, question: Question): Promise<QueryAnswer> {
    this.unitOfWork.read((reading) => this.planning.project(reading, user, question));
    const { dataset, asked: usual } = this.planning.asked(user, question);
    const planned = question.error === undefined ? undefined : await this.planning.plan(user, question);
    if (planned?.accepted === false) {
      return refusedAnswer(
        planned.refusals,
        this.unitOfWork.read((reading) => this.planning.remaining(reading, dataset)),
      );
    }
    const { definition } = dataset;
    const asked = planned?.subject.asked ?? usual;
    const request = { request: 'mock', protocol: 1, definition, arguments: { sql: question.sql, ...asked } } as const;
    const answer = MockAnswer.parse(await this.service.plan(SQL_PLUGIN, request));
    const remaining = this.unitOfWork.read((reading) => this.planning.remaining(reading, dataset));
    if (!answer.accepted) return refusedAnswer(this.planning.told(user, dataset, answer.refusals), remaining);
    return { ...emptyAnswer('released'), ...answer.result, remaining, log: answer.log };
  }

  /** The caller's own job. @throws CodedError JOB_UNKNOWN, alike for one that is not there and one of somebody else */
  own(reading: Reading, user: CallingUser, id: string, action: string): Job {
    const job = this.store.find(reading, id);
    const ownJob = job?.userId === user.id;
    if (job === undefined || !this.policies.decide(reading, { user, action, ownJob }).permit) {
      throw new CodedError('JOB_UNKNOWN');
    }
    return job;
  }

  /**
   * @throws CodedError JOB_STATE once the data were opened: from there on the cost is final; CANCEL_PROTECTED where
   * that moment, which depends on how long other jobs took, must not be told
   */
  cancel(writing: Writing, user: CallingUser, id: string): void {
    const job = this.own(writing, user, id, 'query:cancel');
    if (job.classSeconds !== null) throw new CodedError('CANCEL_PROTECTED');
    if (!this.pipeline.cancel(writing, job, 'cancelled by the user')) throw new CodedError('JOB_STATE');
  }

  #request(reading: Reading, subject: BeforeSubject, sql: string) {
    const { user, dataset, plugin, plan, project, purpose } = subject;
    return {
      id: crypto.randomUUID(),
      userId: user.id,
      datasetId: dataset.id,
      project,
      purpose,
      dataVersion: dataset.dataVersion,
      metadataVersion: dataset.metadataVersion,
      plugin,
      request: sql,
      plan,
      planFingerprint: fingerprintOf(plan),
      classSeconds: deadlineClass(dataset.definition, plan),
      policyVersion: this.policies.version(reading),
    };
  }
}
