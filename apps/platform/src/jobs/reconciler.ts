import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { refundable } from '@dq0/jobs';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { JobPipeline } from './job-pipeline.ts';
import type { HeldAttempt } from './attempt.ts';
import { JobStore } from './job-store.ts';
import type { Job } from './job.ts';

const EVERY_MS = 2000;
/** In so many scans in a row the service must not know an opened attempt before it counts as lost. */
const SCANS_UNTIL_LOST = 3;

/**
 * Brings every job to its end, whatever was killed meanwhile: the database says what is due, orders, ids and grants
 * are sent again, deadlines end what nobody moves. It decides nothing that the state table does not say.
 */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #unseen = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #scanning: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: JobStore,
    private readonly pipeline: JobPipeline,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {}

  onApplicationBootstrap(): void {
    this.#next(0);
  }

  async onModuleDestroy(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#scanning;
  }

  /** One look at everything that has not ended. */
  async scan(): Promise<void> {
    this.#endOverdue();
    const held = await this.pipeline.held();
    const jobs = this.unitOfWork.read((reading) => this.store.unfinished(reading));
    const current = new Map(jobs.map((job) => [keyOf({ job: job.id, attempt: job.attempt }), job]));
    await this.#forgetOthers(held, current);
    const phases = new Map(held.map((attempt) => [keyOf(attempt), attempt.phase]));
    const steps = jobs.map((job) => this.#continue(job, phases.get(keyOf({ job: job.id, attempt: job.attempt }))));
    for (const step of await Promise.allSettled(steps)) {
      if (step.status === 'rejected') this.log.debug('JOB_WAITS', { error: step.reason as unknown });
    }
  }

  #next(milliseconds: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#scanning = this.scan()
        .catch((error: unknown) => this.log.debug('RECONCILER_WAITS', { error }))
        .finally(() => this.#next(EVERY_MS));
    }, milliseconds);
    this.#timer.unref();
  }

  #endOverdue(): void {
    const now = this.clock.now().getTime();
    const overdue = this.unitOfWork
      .read((reading) => this.store.unfinished(reading))
      .filter(({ deadlineAt }) => deadlineAt !== null && deadlineAt < now);
    for (const { id } of overdue) {
      this.unitOfWork.write((writing) => {
        const job = this.store.find(writing, id);
        if (job !== undefined) this.pipeline.giveUp(writing, job, 'it did not end in time');
      });
    }
  }

  async #continue(job: Job, phase: HeldAttempt['phase'] | undefined): Promise<void> {
    this.#countUnseen(job, phase);
    if (refundable(job.state)) {
      // Once picked up, the event is on its way; sending the id again could only wake a second worker for nothing.
      if (phase === undefined || phase === 'waiting') await this.pipeline.run(job);
    } else if (job.state === 'opened' && phase === 'picked') await this.pipeline.grant(job);
  }

  /** An opened attempt that the service has lost will never end by itself. */
  #countUnseen(job: Job, phase: HeldAttempt['phase'] | undefined): void {
    const key = keyOf({ job: job.id, attempt: job.attempt });
    if (phase !== undefined || refundable(job.state)) {
      this.#unseen.delete(key);
      return;
    }
    const scans = (this.#unseen.get(key) ?? 0) + 1;
    this.#unseen.set(key, scans);
    if (scans < SCANS_UNTIL_LOST) return;
    this.#unseen.delete(key);
    this.pipeline.fail(job, 'the service lost it');
  }

  async #forgetOthers(held: readonly HeldAttempt[], current: ReadonlyMap<string, Job>): Promise<void> {
    for (const attempt of held) {
      if (!current.has(keyOf(attempt))) await this.pipeline.forgetStale(attempt);
    }
  }
}

function keyOf({ job, attempt }: { readonly job: string; readonly attempt: number }): string {
  return `${job} ${attempt}`;
}
