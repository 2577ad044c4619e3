import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { JobsModule } from '../jobs/jobs.module.ts';
import { ProjectsModule } from '../projects/projects.module.ts';
import { ReleasesModule } from '../releases/releases.module.ts';
import { ServiceLinkModule } from '../service-link/service-link.module.ts';
import { AnswerWaiter } from './answer-waiter.ts';
import { CancelQueryHandler } from './cancel-query.handler.ts';
import { HeldAnswers } from './held-answers.ts';
import { ListQueriesHandler } from './list-queries.handler.ts';
import { PlanQueryHandler } from './plan-query.handler.ts';
import { PlanningService } from './planning.service.ts';
import { QueriesService } from './queries.service.ts';
import { QueryAnswers } from './query-answers.ts';
import { ResultQueryHandler } from './result-query.handler.ts';
import { ReuseService } from './reuse.service.ts';
import { RunQueryHandler } from './run-query.handler.ts';

/** Questions: plan, run, result, list, cancel. */
@Module({
  imports: [LedgerModule, DatasetsModule, JobsModule, ProjectsModule, ReleasesModule, ServiceLinkModule],
  providers: [
    PlanningService,
    QueriesService,
    ReuseService,
    HeldAnswers,
    QueryAnswers,
    AnswerWaiter,
    PlanQueryHandler,
    RunQueryHandler,
    ResultQueryHandler,
    CancelQueryHandler,
    ListQueriesHandler,
  ],
})
export class QueriesModule {}
