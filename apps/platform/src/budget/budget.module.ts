import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { ProjectsModule } from '../projects/projects.module.ts';
import { BudgetAccess } from './budget-access.ts';
import { BudgetHistoryHandler } from './budget-history.handler.ts';
import { ForecastBudgetHandler } from './forecast-budget.handler.ts';
import { JoinBudgetsHandler } from './join-budgets.handler.ts';
import { QuotaRecords } from './quota-records.ts';
import { SetQuotaHandler } from './set-quota.handler.ts';
import { ShowBudgetHandler } from './show-budget.handler.ts';

/** Budget accounts as their owners, auditors and those who ask see them. */
@Module({
  imports: [LedgerModule, DatasetsModule, ProjectsModule],
  providers: [
    BudgetAccess,
    QuotaRecords,
    ShowBudgetHandler,
    BudgetHistoryHandler,
    ForecastBudgetHandler,
    SetQuotaHandler,
    JoinBudgetsHandler,
  ],
})
export class BudgetModule {}
