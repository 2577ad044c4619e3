import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { CredentialsModule } from '../credentials/credentials.module.ts';
import { ServiceLinkModule } from '../service-link/service-link.module.ts';
import { AddDatasetHandler } from './add-dataset.handler.ts';
import { BudgetDatasetHandler } from './budget-dataset.handler.ts';
import { DatasetRepository } from './dataset.repository.ts';
import { DatasetsService } from './datasets.service.ts';
import { ExportDatasetHandler } from './export-dataset.handler.ts';
import { InfoDatasetHandler } from './info-dataset.handler.ts';
import { ListDataFilesHandler } from './list-data-files.handler.ts';
import { ListDatasetsHandler } from './list-datasets.handler.ts';
import { PreparationRepository } from './preparation.repository.ts';
import { PreparingService } from './preparing.service.ts';
import { PublishingService } from './publishing.service.ts';
import { SampleDatasetHandler } from './sample-dataset.handler.ts';
import { SimulateDatasetHandler } from './simulate-dataset.handler.ts';
import { SimulationService } from './simulation.service.ts';

/** Data sets, their versions, and who sees them. */
@Module({
  imports: [LedgerModule, CredentialsModule, ServiceLinkModule],
  providers: [
    DatasetRepository,
    DatasetsService,
    PreparationRepository,
    PreparingService,
    PublishingService,
    AddDatasetHandler,
    ListDatasetsHandler,
    InfoDatasetHandler,
    BudgetDatasetHandler,
    SampleDatasetHandler,
    ExportDatasetHandler,
    ListDataFilesHandler,
    SimulateDatasetHandler,
    SimulationService,
  ],
  exports: [DatasetsService],
})
export class DatasetsModule {}
