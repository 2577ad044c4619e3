import { Module } from '@nestjs/common';
import { CellsModule } from '../cells/index.ts';
import { ConnectorsModule } from '../connectors/index.ts';
import { ExecutorsModule } from '../executors/index.ts';
import { IngestionModule } from '../ingestion/index.ts';
import { OrdersModule } from '../orders/index.ts';
import { PluginCatalogModule } from '../plugin-catalog/index.ts';
import { AttemptRunner } from './attempt-runner.ts';
import { JobWorker } from './job-worker.ts';
import { RunPools } from './run-pools.ts';

/** Brings attempts from the queue's id to their last event. */
@Module({
  imports: [CellsModule, ConnectorsModule, ExecutorsModule, IngestionModule, OrdersModule, PluginCatalogModule],
  providers: [AttemptRunner, JobWorker, RunPools],
})
export class JobWorkerModule {}
