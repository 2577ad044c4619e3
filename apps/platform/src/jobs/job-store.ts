import { Injectable } from '@nestjs/common';
import { canMove, isFinal, overdueAt, type JobState } from '@dq0/jobs';
import { Clock } from '../clock/clock.ts';
import { UnitOfWork, type Reading, type Writing } from '../database/unit-of-work.ts';
import type { CheckStage, RecordedVerdict } from './checks/check.ts';
import { visibleFrom } from './deadline-class.ts';
import { JobChanges } from './job-changes.ts';
import { JobRecordRepository } from './job-record.repository.ts';
import { JobRepository, type WantedReleases } from './job.repository.ts';
import type { Job } from './job.ts';

/** Seconds that fetching, sandbox and release may take beside the run itself. */
const SLACK_SECONDS = 30;
/** Longest run of one attempt; the order says the same to the service. */
export const WALL_SECONDS = 60;

export type NewJob = Omit<
  Job,
  'state' | 'attempt' | 'epoch' | 'deadlineAt' | 'submittedAt' | 'visibleAt' | 'reason' | 'sandbox'
>;

/** Keeps jobs: every move follows the state table, leaves a row of history and wakes who waits for it. */
@Injectable()
export class JobStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly jobs: JobRepository,
    private readonly record: JobRecordRepository,
    private readonly changes: JobChanges,
    private readonly clock: Clock,
  ) {}

  find(reading: Reading, id: string): Job | undefined {
    return this.jobs.find(reading, id);
  }

  unfinished(reading: Reading): Job[] {
    return this.jobs.unfinished(reading);
  }

  /** Those with a release of their own, newest first. */
  released(reading: Reading, wanted: WantedReleases): Job[] {
    return this.jobs.released(reading, wanted);
  }

  /** A job whose cost has been set aside, with its first attempt. */
  add(writing: Writing, request: NewJob, planText: string): Job {
    const job = this.#insert(writing, request, planText, 'reserved');
    return this.#startAttempt(writing, job, job.submittedAt);
  }

  /** A job that needs no run, since its answer is held; it is shown when one that runs would be. */
  addReleased(writing: Writing, request: NewJob, planText: string): Job {
    return this.#insert(writing, request, planText, 'released');
  }

  /** @throws Error when the state table has no such edge */
  move(
    writing: Writing,
    job: Job,
    state: JobState,
    known: { readonly reason?: string; readonly sandbox?: string } = {},
  ): Job {
    if (!canMove(job.state, state)) throw new Error(`a job does not move from ${job.state} to ${state}`);
    const now = this.clock.now().getTime();
    const moved: Job = {
      ...job,
      ...known,
      state,
      deadlineAt: deadline(state, now),
      visibleAt: isFinal(state) ? visibleFrom(job, now) : job.visibleAt,
    };
    this.jobs.update(writing, moved);
    this.record.addState(writing, job.id, state, now);
    if (isFinal(state)) this.record.closeAttempts(writing, job.id, state, now);
    this.unitOfWork.afterCommit(() => this.changes.next(job.id));
    return moved;
  }

  /** Closes the current attempt and starts the next, with a larger epoch. Only before the data are opened. */
  nextAttempt(writing: Writing, job: Job, reason: string): Job {
    const now = this.clock.now().getTime();
    this.record.closeAttempts(writing, job.id, reason, now);
    return this.#startAttempt(writing, { ...job, attempt: job.attempt + 1 }, now);
  }

  keepVerdicts(writing: Writing, job: string, stage: CheckStage, verdicts: readonly RecordedVerdict[]): void {
    const now = this.clock.now().getTime();
    for (const verdict of verdicts) this.record.addVerdict(writing, job, stage, verdict, now);
  }

  #insert(writing: Writing, request: NewJob, planText: string, state: JobState): Job {
    const now = this.jobs.freeTime(writing, this.clock.now().getTime());
    const job: Job = {
      ...request,
      state,
      attempt: 1,
      epoch: 0,
      deadlineAt: overdueAt(state, now),
      submittedAt: now,
      visibleAt: request.classSeconds === null ? null : now + request.classSeconds * 1000,
      reason: null,
      sandbox: null,
    };
    this.jobs.insert(writing, job, planText);
    this.record.addState(writing, job.id, job.state, now);
    return job;
  }

  #startAttempt(writing: Writing, job: Job, now: number): Job {
    const epoch = this.record.addAttempt(writing, job.id, job.attempt, now);
    const started = { ...job, epoch };
    this.jobs.setAttempt(writing, started);
    return started;
  }
}

/** The table's deadline, or the job's own limit where that is shorter. */
function deadline(state: JobState, now: number): number | null {
  const latest = overdueAt(state, now);
  if (latest === null || (state !== 'opened' && state !== 'running')) return latest;
  return Math.min(latest, now + (WALL_SECONDS + SLACK_SECONDS) * 1000);
}
