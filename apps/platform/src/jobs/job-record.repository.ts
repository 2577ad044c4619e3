import { Injectable } from '@nestjs/common';
import type { JobState } from '@dq0/jobs';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { CheckStage, RecordedVerdict } from './checks/check.ts';

const INSERT_HISTORY = 'INSERT INTO job_history (job, state, at) VALUES (:job, :state, :at)';
const HISTORY = 'SELECT state, at FROM job_history WHERE job = :job ORDER BY id';
const INSERT_CHECK = `INSERT INTO job_checks (job, stage, name, version, verdict, reason, digest, checked_at)
  VALUES (:job, :stage, :name, :version, :verdict, :reason, :digest, :at)`;
const CHECKS = `SELECT stage, name, version, verdict, reason FROM job_checks WHERE job = :job
  ORDER BY stage DESC, checked_at, name`;
const INSERT_ATTEMPT = 'INSERT INTO attempts (job, attempt, created_at) VALUES (:job, :attempt, :at)';
const EPOCH = 'SELECT epoch FROM attempts WHERE job = :job AND attempt = :attempt';
const CLOSE_ATTEMPTS = `UPDATE attempts SET closed_at = :at, close_reason = :reason
  WHERE job = :job AND closed_at IS NULL`;

/** What is kept of a job beside its present state: history, verdicts, attempts. */
@Injectable()
export class JobRecordRepository {
  addState(writing: Writing, job: string, state: JobState, at: number): void {
    writing.run(INSERT_HISTORY, { job, state, at });
  }

  history(reading: Reading, job: string): { state: JobState; at: number }[] {
    return reading.all(HISTORY, { job });
  }

  addVerdict(writing: Writing, job: string, stage: CheckStage, verdict: RecordedVerdict, at: number): void {
    const { name, version, pass, reason, digest } = verdict;
    writing.run(INSERT_CHECK, { job, stage, name, version, verdict: pass ? 'pass' : 'fail', reason, digest, at });
  }

  verdicts(
    reading: Reading,
    job: string,
  ): { stage: CheckStage; name: string; version: string; verdict: string; reason: string | null }[] {
    return reading.all(CHECKS, { job });
  }

  /** Starts an attempt. @returns its epoch, larger than every one before it on this platform */
  addAttempt(writing: Writing, job: string, attempt: number, at: number): number {
    writing.run(INSERT_ATTEMPT, { job, attempt, at });
    const row = writing.get<{ epoch: number }>(EPOCH, { job, attempt });
    if (row === undefined) throw new Error('the attempt was not stored');
    return row.epoch;
  }

  closeAttempts(writing: Writing, job: string, reason: string, at: number): void {
    writing.run(CLOSE_ATTEMPTS, { job, reason, at });
  }
}
