import { Module } from '@nestjs/common';
import { ConnectorsModule } from '../connectors/index.ts';
import { ExecutorsModule } from '../executors/index.ts';
import { DataVersionsRepository } from './data-versions.repository.ts';
import { DataVersions } from './data-versions.ts';
import { IngestionController } from './ingestion.controller.ts';
import { IngestionService } from './ingestion.service.ts';
import { RealDataRule } from './real-data-rule.ts';

/** Files into typed Parquet, once per data version; databases are looked at and stay where they are. */
@Module({
  imports: [ConnectorsModule, ExecutorsModule],
  controllers: [IngestionController],
  providers: [DataVersionsRepository, DataVersions, IngestionService, RealDataRule],
  exports: [DataVersions],
})
export class IngestionModule {}
