import { Inject, Injectable } from '@nestjs/common';
import { decideMove, isFinal, refundable } from '@dq0/jobs';
import { sha256Hex } from '@dq0/encryption';
import type { JobOrder, PlanAnswer, PlannerRequest, ResultTable, ServiceEvent } from '@dq0/protocol';
import { LedgerService } from '../ledger/ledger.service.ts';
import { UnitOfWork, type Writing } from '../database/unit-of-work.ts';
import { DatasetsService } from '../datasets/datasets.service.ts';
import { ReleaseGate } from '../releases/release-gate.ts';
import { ServiceClient } from '../service-link/service-client.ts';
import { Clock } from '../clock/clock.ts';
import {
  AFTER_CHECKS,
  ask,
  BEFORE_CHECKS,
  type AfterCheck,
  type BeforeCheck,
  type BeforeSubject,
  type RecordedVerdict,
} from './checks/check.ts';
import { tableProblem } from './checks/after/result-shape.ts';
import { JobAudit } from './job-audit.ts';
import type { Attempt, HeldAttempt } from './attempt.ts';
import { GrantRefusedError, JobRunner, OrderRefusedError, OutputMissingError } from './job-runner.ts';
import { JobStore, WALL_SECONDS, type NewJob } from './job-store.ts';
import type { Job } from './job.ts';

type FinishedEvent = ServiceEvent & { readonly type: 'finished' };
/** So often an attempt that never saw data is made anew. */
const MOST_ATTEMPTS = 3;
const LIMITS = { wallSeconds: WALL_SECONDS, memoryMiB: 2048, diskMiB: 1024 } as const;

/**
 * The path of a job: plan, before, reserve, run, after, release. It has no rule of its own: rules are the checks
 * around it, the state table, and the ledger. It alone hands work to a runner.
 */
@Injectable()
export class JobPipeline {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly service: ServiceClient,
    private readonly store: JobStore,
    private readonly ledger: LedgerService,
    private readonly datasets: DatasetsService,
    private readonly gate: ReleaseGate,
    private readonly audit: JobAudit,
    private readonly runner: JobRunner,
    @Inject(BEFORE_CHECKS) private readonly beforeChecks: readonly BeforeCheck[],
    @Inject(AFTER_CHECKS) private readonly afterChecks: readonly AfterCheck[],
  ) {
    if (beforeChecks.length === 0 || afterChecks.length === 0) {
      throw new Error('JobsModule lists no checks: nothing may run without checks before and after it');
    }
  }

  /** Asks the planner; no data are touched. */
  plan(plugin: string, request: PlannerRequest & { request: 'plan' }): Promise<PlanAnswer> {
    return this.service.planQuery(plugin, request);
  }

  before(subject: BeforeSubject): RecordedVerdict[] {
    return ask(this.beforeChecks, subject, null);
  }

  /** Sets the cost aside and keeps the job, in one transaction; the order goes out once that is durable. */
  reserve(writing: Writing, request: NewJob, planText: string, verdicts: readonly RecordedVerdict[]): Job {
    const job = this.store.add(writing, request, planText);
    this.ledger.reserve(writing, {
      job: job.id,
      account: this.datasets.require(writing, job.datasetId).account,
      events: job.plan.events,
      mechanisms: job.plan.mechanisms,
      planFingerprint: job.planFingerprint,
      versions: {
        data: job.dataVersion,
        metadata: job.metadataVersion,
        plugin: `${job.plugin.name} ${job.plugin.version} ${job.plugin.digest}`,
        policies: job.policyVersion,
      },
      actor: job.userId,
      project: job.project,
    });
    this.store.keepVerdicts(writing, job.id, 'before', verdicts);
    this.unitOfWork.afterCommit(() => void this.run(job).catch(() => undefined));
    return job;
  }

  /**
   * Keeps a job whose answer was derived from a released one: nothing is set aside, run or charged.
   * @throws Error when the table is not the one that the plan announced
   */
  reuse(
    writing: Writing,
    request: NewJob,
    planText: string,
    verdicts: readonly RecordedVerdict[],
    { source, table }: { readonly source: string; readonly table: ResultTable },
  ): Job {
    const problem = tableProblem(table, request.plan);
    if (problem !== null) throw new Error(`a derived answer does not fit its plan: ${problem}`);
    const job = this.store.addReleased(writing, request, planText);
    this.store.keepVerdicts(writing, job.id, 'before', verdicts);
    this.gate.reuse(writing, { job: job.id, source, at: job.submittedAt }, table);
    this.audit.append(writing, job, 'job:reuse', 'done', { source });
    return job;
  }

  /** Sends order and id; what fails here the reconciler sends again. */
  async run(job: Job): Promise<void> {
    try {
      await this.runner.submit(orderOf(job));
    } catch (error) {
      if (!(error instanceof OrderRefusedError)) throw error;
      return this.notOpened(job, error.message, error.newAttempt);
    }
    this.unitOfWork.write((writing) => {
      const current = this.store.find(writing, job.id);
      if (current?.state === 'reserved' && current.epoch === job.epoch) this.store.move(writing, current, 'queued');
    });
  }

  /** A worker holds the id: the spend becomes final, then the credential goes out. */
  async open(event: ServiceEvent): Promise<void> {
    const job = this.unitOfWork.write((writing) => {
      const found = this.store.find(writing, event.job);
      if (found?.epoch !== event.epoch) return undefined;
      const queued = found.state === 'reserved' ? this.store.move(writing, found, 'queued') : found;
      const decision = decideMove(queued, { state: 'opened', epoch: event.epoch });
      if (decision === 'already') return queued;
      if (decision !== 'move') return undefined;
      this.ledger.open(writing, queued.id);
      this.audit.append(writing, queued, 'job:open', 'done');
      return this.store.move(writing, queued, 'opened');
    });
    if (job === undefined) await this.forgetStale(event);
    else await this.grant(job);
  }

  /**
   * Hands the credential over, again if need be: the service takes one grant of an attempt and ignores the next. Where
   * there is none to hand over the job ends at once: a worker waits for it.
   */
  async grant(job: Job): Promise<void> {
    const { id, attempt, epoch, dataVersion, plan } = job;
    const access = this.unitOfWork.read((reading) => this.datasets.access(reading, job.datasetId, dataVersion));
    if ('missing' in access) return this.#withoutGrant(job, access.missing);
    try {
      await this.runner.grant({ job: id, attempt, epoch, dataset: plan.dataset, dataVersion, ...access });
    } catch (error) {
      if (!(error instanceof GrantRefusedError)) throw error;
      return this.#withoutGrant(job, error.message);
    }
  }

  started(event: ServiceEvent & { readonly type: 'started' }): void {
    this.unitOfWork.write((writing) => {
      const job = this.store.find(writing, event.job);
      if (job === undefined || decideMove(job, { state: 'running', epoch: event.epoch }) !== 'move') return;
      this.store.move(writing, job, 'running', { sandbox: event.sandbox });
    });
  }

  /** The checks after the run, on the exact bytes, and what follows from them. */
  async after(event: FinishedEvent): Promise<void> {
    const job = this.unitOfWork.read((reading) => this.store.find(reading, event.job));
    if (job?.epoch !== event.epoch || isFinal(job.state) || refundable(job.state)) {
      return this.forgetStale(event);
    }
    const bytes = await this.#output(event);
    if (bytes === undefined) this.fail(job, 'the output is missing');
    else {
      const digest = await sha256Hex(bytes);
      this.unitOfWork.write((writing) => this.#release(writing, event, bytes, digest));
    }
    void this.forgetStale(event);
  }

  /** Ends an opened job as failed and charged. */
  fail({ id, epoch }: Job, reason: string): void {
    this.unitOfWork.write((writing) => {
      const job = this.store.find(writing, id);
      if (job?.epoch !== epoch || isFinal(job.state) || refundable(job.state)) return;
      this.#endCharged(writing, job, reason);
    });
  }

  /** Ends a job whose data were not opened, and gives its cost back. False when it is too late for that. */
  cancel(writing: Writing, job: Job, reason: string): boolean {
    if (!refundable(job.state) || !this.ledger.refundable(writing, job.id)) return false;
    this.ledger.refund(writing, job.id);
    this.store.move(writing, job, 'cancelled', { reason });
    this.audit.append(writing, job, 'job:cancel', 'done');
    this.unitOfWork.afterCommit(() => void this.forgetStale({ job: job.id, attempt: job.attempt }));
    return true;
  }

  /** Ends a job that nothing moves any more: a refund where that is still possible, else charged. */
  giveUp(writing: Writing, job: Job, reason: string): void {
    if (isFinal(job.state) || this.cancel(writing, job, reason)) return;
    this.#endCharged(writing, this.#asOpened(writing, job), reason);
  }

  /** An attempt ended before the data were opened: another one if that may help, else the cost is given back. */
  async notOpened(ended: Job, reason: string, again: boolean): Promise<void> {
    const next = this.unitOfWork.write((writing) => {
      const job = this.store.find(writing, ended.id);
      if (job?.epoch !== ended.epoch || !refundable(job.state)) return undefined;
      if (again && job.attempt < MOST_ATTEMPTS) return this.store.nextAttempt(writing, job, reason);
      this.giveUp(writing, job, reason);
      return undefined;
    });
    await this.forgetStale({ job: ended.id, attempt: ended.attempt });
    if (next !== undefined) await this.run(next);
  }

  held(): Promise<readonly HeldAttempt[]> {
    return this.runner.held();
  }

  /** What has ended or is of an older epoch leaves the runner; if it cannot be told now, the reconciler tells it. */
  async forgetStale({ job, attempt }: Attempt): Promise<void> {
    await this.runner.forget({ job, attempt }).catch(() => undefined);
  }

  async #output(event: FinishedEvent): Promise<Uint8Array | undefined> {
    const [artifact] = event.artifacts;
    if (artifact === undefined) return undefined;
    try {
      return await this.runner.output(artifact.sha256);
    } catch (error) {
      if (error instanceof OutputMissingError) return undefined;
      throw error;
    }
  }

  #release(writing: Writing, event: FinishedEvent, bytes: Uint8Array, digest: string): void {
    const found = this.store.find(writing, event.job);
    if (found?.epoch !== event.epoch || isFinal(found.state)) return;
    const running = found.state === 'opened' ? this.store.move(writing, found, 'running') : found;
    const job = running.state === 'running' ? this.store.move(writing, running, 'checking') : running;
    const { noise, artifacts } = event;
    const spends = this.ledger.spendsOf(writing, job.id);
    const verdicts = ask(this.afterChecks, { job, spends, noise, artifacts, bytes, digest }, digest);
    this.store.keepVerdicts(writing, job.id, 'after', verdicts);
    const refusal = verdicts.find(({ pass }) => !pass);
    if (refusal !== undefined) {
      this.#endCharged(writing, job, `${refusal.name}: ${refusal.reason ?? 'refused'}`);
      return;
    }
    const at = this.clock.now().getTime();
    this.gate.release(writing, { job: job.id, digest, body: bytes, policyVersion: job.policyVersion, at });
    this.ledger.commit(writing, job.id);
    this.store.move(writing, job, 'released');
    this.audit.append(writing, job, 'job:release', 'done', { digest });
  }

  async #withoutGrant(job: Job, reason: string): Promise<void> {
    this.fail(job, reason);
    await this.forgetStale({ job: job.id, attempt: job.attempt });
  }

  /** A job whose spend the journal made final before the database knew: the kill came between the two. */
  #asOpened(writing: Writing, job: Job): Job {
    if (!refundable(job.state)) return job;
    this.ledger.open(writing, job.id);
    const queued = job.state === 'reserved' ? this.store.move(writing, job, 'queued') : job;
    return this.store.move(writing, queued, 'opened');
  }

  #endCharged(writing: Writing, job: Job, reason: string): void {
    this.ledger.commit(writing, job.id);
    this.store.move(writing, job, 'failed', { reason });
    this.audit.append(writing, job, 'job:withhold', 'JOB_WITHHELD');
  }
}

function orderOf(job: Job): JobOrder {
  return {
    job: job.id,
    attempt: job.attempt,
    epoch: job.epoch,
    plugin: { name: job.plugin.name, digest: job.plugin.digest },
    executor: 'local',
    dataset: job.plan.dataset,
    dataVersion: job.dataVersion,
    plan: job.plan,
    limits: LIMITS,
  };
}
