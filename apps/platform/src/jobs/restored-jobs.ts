import { canMove, refundable } from '@dq0/jobs';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BackupRecord } from '../backup/backup-record.ts';
import { UnitOfWork } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { JobPipeline } from './job-pipeline.ts';
import { JobStore } from './job-store.ts';

/**
 * In a database that was set back a job may be under way that ended long ago: its answer has left, and a second run
 * would draw other noise for the same price. So the first start ends what is not with people, before anything moves it:
 * charged where the journal says that the data were opened.
 */
@Injectable()
export class RestoredJobs implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly backups: BackupRecord,
    private readonly store: JobStore,
    private readonly pipeline: JobPipeline,
    private readonly log: PlatformLog,
  ) {}

  onModuleInit(): void {
    const count = this.unitOfWork.write((writing) => {
      if (!this.backups.isRestored(writing)) return 0;
      const unfinished = this.store
        .unfinished(writing)
        .filter(({ state }) => refundable(state) || canMove(state, 'failed'));
      for (const job of unfinished) this.pipeline.giveUp(writing, job, 'the platform was restored from a backup');
      this.backups.clearRestored(writing);
      return unfinished.length;
    });
    if (count > 0) this.log.warn('JOBS_ENDED_BY_RESTORE', { count });
  }
}
