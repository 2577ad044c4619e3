import { Injectable } from '@nestjs/common';
import type { Reading } from '../database/unit-of-work.ts';
import { JobRecordRepository } from './job-record.repository.ts';
import { queueOf, type QueueState } from './job-queue.ts';
import { JobRepository, type Page } from './job.repository.ts';
import type { JobSummary } from './job.ts';

export type { Page } from './job.repository.ts';

/** What may be told about jobs, for lists and run pages; who may see which is decided by who asks. */
@Injectable()
export class JobRecords {
  readonly #jobs: JobRepository;
  readonly #record: JobRecordRepository;

  constructor(jobs: JobRepository, record: JobRecordRepository) {
    this.#jobs = jobs;
    this.#record = record;
  }

  find(reading: Reading, id: string): JobSummary | undefined {
    return this.#jobs.summary(reading, id);
  }

  /** Newest first: everybody's, one's own and those on one's data sets, or one's own alone. */
  list(reading: Reading, scope: 'all' | 'own-datasets' | 'own', user: string, page: Page): JobSummary[] {
    if (scope === 'all') return this.#jobs.all(reading, page);
    return scope === 'own' ? this.#jobs.ofUser(reading, user, page) : this.#jobs.ofOwner(reading, user, page);
  }

  /** What was asked for a project, newest first. */
  ofProject(reading: Reading, project: string, page: Page): JobSummary[] {
    return this.#jobs.ofProject(reading, project, page);
  }

  queue(reading: Reading, now: number): QueueState {
    return queueOf(this.#jobs.unshown(reading, now), now);
  }

  history(reading: Reading, job: string): ReturnType<JobRecordRepository['history']> {
    return this.#record.history(reading, job);
  }

  verdicts(reading: Reading, job: string): ReturnType<JobRecordRepository['verdicts']> {
    return this.#record.verdicts(reading, job);
  }
}
