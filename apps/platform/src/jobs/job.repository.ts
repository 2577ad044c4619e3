import { Injectable } from '@nestjs/common';
import { isFinal, type JobState } from '@dq0/jobs';
import { AcceptedPlan } from '@dq0/protocol';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { Timed } from './deadline-class.ts';
import type { Job, JobSummary } from './job.ts';

interface JobRow {
  readonly id: string;
  readonly user_id: string;
  readonly dataset_id: string;
  readonly project: string | null;
  readonly purpose: string | null;
  readonly data_version: number;
  readonly metadata_version: number;
  readonly plugin: string;
  readonly plugin_version: string;
  readonly plugin_digest: string;
  readonly request: string;
  readonly plan: string;
  readonly plan_fingerprint: string;
  readonly epsilon: number;
  readonly delta: number;
  readonly share: number;
  readonly state: JobState;
  readonly attempt: number;
  readonly epoch: number;
  readonly deadline_at: number | null;
  readonly submitted_at: number;
  readonly class_seconds: number | null;
  readonly visible_at: number | null;
  readonly reason: string | null;
  readonly sandbox: string | null;
  readonly policy_version: number;
}

const SELECT = 'SELECT * FROM jobs WHERE id = :id';
const UNFINISHED = 'SELECT * FROM jobs WHERE final = 0 ORDER BY submitted_at, id';
const RELEASED = `SELECT j.* FROM jobs j JOIN results r ON r.job = j.id
  WHERE j.dataset_id = :dataset AND j.state = 'released'`;
const NEWEST_FIRST = 'ORDER BY j.submitted_at DESC, j.id LIMIT :limit';
const RELEASED_ABOUT = `${RELEASED} AND j.relation = :relation ${NEWEST_FIRST}`;
const RELEASED_ALIKE = `${RELEASED} AND j.plan_fingerprint = :planFingerprint ${NEWEST_FIRST}`;
/** Outcomes that are held back belong to the last minutes: so many jobs do not end in them. */
const UNSHOWN = `SELECT state, submitted_at AS submittedAt, class_seconds AS classSeconds, visible_at AS visibleAt
  FROM jobs WHERE final = 0 OR (rowid > (SELECT max(rowid) - 10000 FROM jobs) AND visible_at > :now)`;
const INSERT = `INSERT INTO jobs (id, user_id, dataset_id, data_version, metadata_version, plugin, plugin_version,
    plugin_digest, request, plan, plan_fingerprint, epsilon, delta, share, state, final, attempt, epoch, deadline_at,
    submitted_at, class_seconds, visible_at, policy_version, project, purpose, relation)
  VALUES (:id, :userId, :datasetId, :dataVersion, :metadataVersion, :plugin, :pluginVersion, :pluginDigest, :request,
    :plan, :planFingerprint, :epsilon, :delta, :share, :state, :final, :attempt, :epoch, :deadlineAt, :submittedAt,
    :classSeconds, :visibleAt, :policyVersion, :project, :purpose, :relation)`;
const MOVE = `UPDATE jobs SET state = :state, final = :final, deadline_at = :deadlineAt, visible_at = :visibleAt,
    reason = :reason, sandbox = :sandbox WHERE id = :id`;
const NEW_ATTEMPT = 'UPDATE jobs SET attempt = :attempt, epoch = :epoch, deadline_at = :deadlineAt WHERE id = :id';
const SUMMARY = `SELECT j.id, j.user_id, j.dataset_id, j.project, j.purpose, j.plugin, j.request, j.epsilon, j.delta, j.share, j.state,
    j.submitted_at, j.class_seconds, j.visible_at, j.reason, j.sandbox, d.name AS dataset, d.owner_id, u.email
  FROM jobs j JOIN datasets d ON d.id = j.dataset_id JOIN users u ON u.id = j.user_id`;
const NEWEST = 'AND j.submitted_at < :before ORDER BY j.submitted_at DESC, j.id LIMIT :limit';
/** More than can be submitted at once; a clock that was set back by more is followed. */
const CROWDED_MS = 10_000;
const LAST = 'SELECT submitted_at AS at FROM jobs ORDER BY rowid DESC LIMIT 1';
const SUMMARY_BY_ID = `${SUMMARY} WHERE j.id = :id`;
const SUMMARY_ALL = `${SUMMARY} WHERE 1 ${NEWEST}`;
const SUMMARY_OF_USER = `${SUMMARY} WHERE j.user_id = :user ${NEWEST}`;
const SUMMARY_OF_PROJECT = `${SUMMARY} WHERE j.project = :project ${NEWEST}`;
const SUMMARY_OF_OWNER = `${SUMMARY} WHERE (j.user_id = :user OR d.owner_id = :user) ${NEWEST}`;

export interface Page {
  /** Milliseconds since 1970; only older ones. */
  readonly before: number;
  readonly limit: number;
}

/** Releases of a data set: about the same rows, or by the very same plan. */
export type WantedReleases = {
  readonly dataset: string;
  readonly limit: number;
} & ({ readonly relation: string } | { readonly planFingerprint: string });

@Injectable()
export class JobRepository {
  find(reading: Reading, id: string): Job | undefined {
    const row = reading.get<JobRow>(SELECT, { id });
    return row && fromRow(row);
  }

  /** The first millisecond from `at` on in which nothing was submitted: lists are paged by it, and none may be left out. */
  freeTime(reading: Reading, at: number): number {
    const last = reading.get<{ at: number }>(LAST)?.at ?? 0;
    return last >= at && last < at + CROWDED_MS ? last + 1 : at;
  }

  unfinished(reading: Reading): Job[] {
    return reading.all<JobRow>(UNFINISHED).map(fromRow);
  }

  /** Those with a release of their own, newest first. */
  released(reading: Reading, wanted: WantedReleases): Job[] {
    const sql = 'relation' in wanted ? RELEASED_ABOUT : RELEASED_ALIKE;
    return reading.all<JobRow>(sql, { ...wanted }).map(fromRow);
  }

  /** All whose outcome may not be seen yet, and perhaps some more. */
  unshown(reading: Reading, now: number): Timed[] {
    return reading.all<Timed>(UNSHOWN, { now });
  }

  insert(writing: Writing, job: Job, planText: string): void {
    const { plugin, plan: _parsed, reason: _reason, sandbox: _sandbox, ...rest } = job;
    writing.run(INSERT, {
      ...rest,
      plugin: plugin.name,
      pluginVersion: plugin.version,
      pluginDigest: plugin.digest,
      plan: planText,
      relation: job.plan.relation,
      final: isFinal(job.state) ? 1 : 0,
    });
  }

  update(writing: Writing, job: Job): void {
    writing.run(MOVE, {
      id: job.id,
      state: job.state,
      final: isFinal(job.state) ? 1 : 0,
      deadlineAt: job.deadlineAt,
      visibleAt: job.visibleAt,
      reason: job.reason,
      sandbox: job.sandbox,
    });
  }

  setAttempt(writing: Writing, { id, attempt, epoch, deadlineAt }: Job): void {
    writing.run(NEW_ATTEMPT, { id, attempt, epoch, deadlineAt });
  }

  summary(reading: Reading, id: string): JobSummary | undefined {
    const row = reading.get<SummaryRow>(SUMMARY_BY_ID, { id });
    return row && summaryFromRow(row);
  }

  /** Newest first. */
  all(reading: Reading, page: Page): JobSummary[] {
    return reading.all<SummaryRow>(SUMMARY_ALL, { ...page }).map(summaryFromRow);
  }

  ofUser(reading: Reading, user: string, page: Page): JobSummary[] {
    return reading.all<SummaryRow>(SUMMARY_OF_USER, { user, ...page }).map(summaryFromRow);
  }

  ofProject(reading: Reading, project: string, page: Page): JobSummary[] {
    return reading.all<SummaryRow>(SUMMARY_OF_PROJECT, { project, ...page }).map(summaryFromRow);
  }

  /** One's own jobs and those on one's own data sets. */
  ofOwner(reading: Reading, user: string, page: Page): JobSummary[] {
    return reading.all<SummaryRow>(SUMMARY_OF_OWNER, { user, ...page }).map(summaryFromRow);
  }
}

type SummaryRow = Omit<JobRow, 'plan'> & {
  readonly dataset: string;
  readonly owner_id: string;
  readonly email: string;
};

function fromRow(row: JobRow): Job {
  return {
    id: row.id,
    userId: row.user_id,
    datasetId: row.dataset_id,
    project: row.project,
    purpose: row.purpose,
    dataVersion: row.data_version,
    metadataVersion: row.metadata_version,
    plugin: { name: row.plugin, version: row.plugin_version, digest: row.plugin_digest },
    request: row.request,
    plan: AcceptedPlan.parse(JSON.parse(row.plan)),
    planFingerprint: row.plan_fingerprint,
    epsilon: row.epsilon,
    delta: row.delta,
    share: row.share,
    state: row.state,
    attempt: row.attempt,
    epoch: row.epoch,
    deadlineAt: row.deadline_at,
    submittedAt: row.submitted_at,
    classSeconds: row.class_seconds,
    visibleAt: row.visible_at,
    reason: row.reason,
    sandbox: row.sandbox,
    policyVersion: row.policy_version,
  };
}

function summaryFromRow(row: SummaryRow): JobSummary {
  return {
    id: row.id,
    userId: row.user_id,
    datasetId: row.dataset_id,
    project: row.project,
    purpose: row.purpose,
    plugin: row.plugin,
    request: row.request,
    epsilon: row.epsilon,
    delta: row.delta,
    share: row.share,
    state: row.state,
    submittedAt: row.submitted_at,
    classSeconds: row.class_seconds,
    visibleAt: row.visible_at,
    reason: row.reason,
    sandbox: row.sandbox,
    dataset: row.dataset,
    ownerId: row.owner_id,
    email: row.email,
  };
}
