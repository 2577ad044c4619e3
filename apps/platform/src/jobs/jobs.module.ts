import { Module } from '@nestjs/common';
import { BackupModule } from '../backup/backup.module.ts';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { ReleasesModule } from '../releases/releases.module.ts';
import { ServiceLinkModule } from '../service-link/service-link.module.ts';
import { BullmqJobRunner } from './bullmq-job-runner.ts';
import { LedgerAgreementCheck } from './checks/after/ledger-agreement.check.ts';
import { ReleaseRulesCheck } from './checks/after/release-rules.check.ts';
import { BudgetCheck } from './checks/before/budget.check.ts';
import { PolicyCheck } from './checks/before/policy.check.ts';
import { ValidityCheck } from './checks/before/validity.check.ts';
import { AFTER_CHECKS, BEFORE_CHECKS, type AfterCheck, type BeforeCheck } from './checks/check.ts';
import { JobAudit } from './job-audit.ts';
import { JobChanges } from './job-changes.ts';
import { JobEvents } from './job-events.ts';
import { JobPipeline } from './job-pipeline.ts';
import { JobRecordRepository } from './job-record.repository.ts';
import { JobRecords } from './job-records.ts';
import { JobRunner } from './job-runner.ts';
import { JobStore } from './job-store.ts';
import { JobRepository } from './job.repository.ts';
import { ReleaseQuestions } from './release-questions.ts';
import { Reconciler } from './reconciler.ts';
import { RestoredJobs } from './restored-jobs.ts';

/** The checks before a run, in the order in which they are asked. The only list. */
const before = [PolicyCheck, ValidityCheck, BudgetCheck];
/** The checks after a run, on the exact bytes. The only list. */
const after = [LedgerAgreementCheck, ReleaseRulesCheck];

/** Jobs: the pipeline, the checks around it, and the runner in its middle. */
@Module({
  imports: [BackupModule, LedgerModule, DatasetsModule, ReleasesModule, ServiceLinkModule],
  providers: [
    ...before,
    ...after,
    { provide: BEFORE_CHECKS, inject: before, useFactory: (...checks: BeforeCheck[]) => checks },
    { provide: AFTER_CHECKS, inject: after, useFactory: (...checks: AfterCheck[]) => checks },
    { provide: JobRunner, useClass: BullmqJobRunner },
    ReleaseQuestions,
    JobRepository,
    JobRecordRepository,
    JobStore,
    JobRecords,
    JobChanges,
    JobAudit,
    JobPipeline,
    JobEvents,
    Reconciler,
    RestoredJobs,
  ],
  exports: [JobPipeline, ReleaseQuestions, JobStore, JobChanges, JobRecords],
})
export class JobsModule {}
